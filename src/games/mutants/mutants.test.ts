import { describe, expect, it } from "vitest";
import { boundAdvantage } from "../estimate/advantage.ts";
import { findBout, makeArena, playMany, tally } from "../example.ts";
import { TARGETS } from "../scheme/scheme.ts";
import { MUTANTS } from "./mutants.ts";

const PLAYS = 8;

describe("planted mistakes", () => {
  it("are at least twelve, each with a name of its own", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(12);
  });

  it.each(MUTANTS)("$name: caught by $adversary in $game, which does not win without it", async (mutant) => {
    const { game, adversary } = findBout(mutant.game, mutant.adversary);
    const won = (plays: ReturnType<typeof playMany>) => boundAdvantage(game.goal, tally(plays), 0.99).low > 0;
    const [with_, without] = [await makeArena(mutant), await makeArena(TARGETS[mutant.base])];
    expect(won(playMany(game, adversary, with_, PLAYS))).toBe(true);
    expect(won(playMany(game, adversary, without, PLAYS))).toBe(false);
  });
});
