/** The rules of the game on the wire, with a house of paper that shows what it is given. */
import { describe, expect, it } from "vitest";
import { toBytes } from "../../../live/crypto/bytes.ts";
import type { Sight } from "../../../live/system/watched.ts";
import { makeArena, tally } from "../example.ts";
import { playOnce, type PlayResult, seedPlay } from "../play/play.ts";
import type { House } from "../play/house.ts";
import { makeWireGame, type WireView } from "./challenger.ts";

/** Shows the record as it is: whoever looks wins. */
const OPEN: House = {
  description: "{}",
  makerKey: new Uint8Array(),
  begin: () => undefined,
  share: (record): Sight => ({ messages: [record], stored: [], entries: [] }),
};
/** Shows nothing. */
const SHUT: House = { ...OPEN, share: () => ({ messages: [], stored: [], entries: [] }) };

const GAME = makeWireGame("paper");
const [LEFT, RIGHT] = [toBytes("left!"), toBytes("right")];
const arena = await makeArena();

function play(house: House, adversary: (view: WireView) => 0 | 1, plays = 40): readonly PlayResult[] {
  return Array.from({ length: plays }, (_, i) =>
    playOnce(GAME, { play: adversary }, { ...arena, house }, seedPlay("test", GAME.name, i)),
  );
}

const look = ({ challenge }: WireView): 0 | 1 => (challenge(LEFT, RIGHT).messages[0]?.join() === RIGHT.join() ? 1 : 0);

describe("the challenger of records on the wire", () => {
  it("loses against whoever sees the record, and tosses a coin against who sees nothing", () => {
    expect(tally(play(OPEN, look)).won).toBe(40);
    const { won } = tally(play(SHUT, look));
    expect(won).toBeGreaterThan(8);
    expect(won).toBeLessThan(32);
  });

  it.each<[string, string, (view: WireView) => 0 | 1]>([
    [
      "records of unequal length",
      "not of equal length",
      ({ challenge }) => (challenge(LEFT, toBytes("longer one")), 0),
    ],
    ["an empty record and another", "not of equal length", ({ challenge }) => (challenge(new Uint8Array(), LEFT), 0)],
    ["a second challenge", "one challenge", ({ challenge }) => (challenge(LEFT, RIGHT), challenge(RIGHT, LEFT), 0)],
    ["an answer without a challenge", "named no two records", ({ share }) => (share(LEFT), 0)],
    [
      "a record that is too long",
      "at most 4096",
      ({ challenge }) => (challenge(new Uint8Array(5000), new Uint8Array(5000)), 0),
    ],
  ])("counts %s as lost", (_, why, adversary) => {
    for (const { result, forfeit } of play(OPEN, adversary, 3)) {
      expect([result, forfeit?.text.includes(why)]).toEqual(["forfeited", true]);
    }
  });

  it("shares the adversary's own records in the same system as its challenge, which begins once in a play", () => {
    const calls: string[] = [];
    const house: House = {
      ...OPEN,
      begin: () => void calls.push("begin"),
      share: (record) => {
        calls.push(new TextDecoder().decode(record));
        return OPEN.share(record);
      },
    };
    play(house, ({ share, challenge }) => (share(toBytes("own")), challenge(LEFT, LEFT), 0), 1);
    expect(calls).toEqual(["begin", "own", "left!"]);
  });
});
