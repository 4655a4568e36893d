import { describe, expect, it } from "vitest";
import { boundAdvantage } from "../estimate/advantage.ts";
import { findBout, makeArena, playMany, tally } from "../example.ts";
import { TARGETS } from "../scheme/scheme.ts";
import { MUTANTS } from "./mutants.ts";

const PLAYS = 8;

const { backend } = await makeArena();

describe("planted mistakes", () => {
  it("are at least twelve, each with a name of its own", () => {
    expect(new Set(MUTANTS.map(({ name }) => name)).size).toBe(MUTANTS.length);
    expect(MUTANTS.length).toBeGreaterThanOrEqual(12);
  });

  it.each(MUTANTS)("$name: caught by $adversary in $game, which does not win without it", (mutant) => {
    const { game, adversary } = findBout(mutant.game, mutant.adversary);
    const won = (plays: ReturnType<typeof playMany>) => boundAdvantage(game.goal, tally(plays), 0.99).low > 0;
    expect(won(playMany(game, adversary, { backend, target: mutant }, PLAYS))).toBe(true);
    expect(won(playMany(game, adversary, { backend, target: TARGETS[mutant.base] }, PLAYS))).toBe(false);
  });
});
