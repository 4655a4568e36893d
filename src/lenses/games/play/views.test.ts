/** Everything that a challenger hands out can cross to another thread: each part of each view is an oracle or bytes. */
import { describe, expect, it } from "vitest";
import { listBouts } from "../bouts.ts";
import { makeArena, SIGNED } from "../example.ts";
import { openRound } from "./play.ts";

const arena = await makeArena();

describe("the view of a game", () => {
  it.each(listBouts(["pre", "sign", "aenc", "senc"], SIGNED).map(({ game }) => [game.name, game] as const))(
    "crosses as bytes: %s",
    (_, game) => {
      const { referee, round } = openRound(game, arena, "shape");
      for (const [name, value] of Object.entries(round.view)) {
        const find = () => (typeof value === "function" ? referee.lineOf(name) : referee.givenAs(name));
        expect(find, name).not.toThrow();
      }
    },
  );
});
