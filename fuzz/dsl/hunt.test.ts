/** The hunt among descriptions is tested by breaking the verifier: each broken one must be caught, the real one not. */
import { describe, expect, it } from "vitest";
import type { ClaimKind } from "../../src/core/protocol/ir/script.ts";
import { breakEngine, HOLDS } from "../broken-engine.ts";
import { countAsks, type Engine, nativeEngine, saturationEngine } from "../compare/engine.ts";
import type { MutantName } from "../options.ts";
import { Dice } from "./generate/dice.ts";
import { printSample } from "./generate/print.ts";
import { makeSample } from "./generate/protocols.ts";
import { type Finding, hunt, type HuntOptions } from "./hunt.ts";
import { projectWith, seamOf } from "./mutants.ts";
import { writeFinding, writeTotals } from "./report.ts";
import { sizeOf } from "./shrink.ts";

const native = nativeEngine({ maxRuns: 3, maxStates: 60 }, countAsks(500));
const saturation = saturationEngine(countAsks(500), "gives up");

function run(engines: readonly Engine[], protocols: number, more: Partial<HuntOptions> = {}): ReturnType<typeof hunt> {
  const shrink = { left: 250 };
  return hunt({
    seed: 1,
    bounds: { runs: 2, states: 800, messages: 30, values: 8 },
    engines,
    most: 1,
    protocols,
    isOver: () => false,
    startShrinking: () => undefined,
    isSmallEnough: () => shrink.left-- <= 0,
    watch: () => undefined,
    tell: () => undefined,
    ...more,
  });
}

function stepsOf({ sample }: Finding): number {
  return sample.description.steps.filter(({ kind }) => kind !== "fresh" && kind !== "claims").length;
}

describe("the hunt among descriptions", () => {
  it("has nothing against the verifier", () => {
    const { totals, findings } = run([native, saturation], 80);
    expect(findings.map(writeFinding)).toEqual([]);
    expect(totals.protocols).toBe(80);
    expect([...totals.refused.values()].reduce((sum, n) => sum + n, 0)).toBeLessThan(8);
    expect(totals.outcomes.get("verifier: shown, and found by the judge")).toBeGreaterThan(100);
    expect(totals.outcomes.get("verifier: holds")).toBeGreaterThan(50);
    expect(totals.exhausted).toBeGreaterThan(15);
    expect(writeTotals(totals, 1, 0, 1)).toContain("80 descriptions");
  });

  it("draws descriptions that have everything in them", () => {
    const { totals } = run([], 400);
    const rare = ["timestamp", "view", "indexed key", "shk.directed", "dh.", "pre.", "weakness", "match 2", "4 roles"];
    for (const content of [...rare, "3 roles", "trusted role", "own theory", "computes", "running", "knows", "mac"]) {
      expect(`${content}: ${(totals.contents.get(content) ?? 0) > 2}`).toBe(`${content}: true`);
    }
  });

  for (const kind of [
    "Secret",
    "Alive",
    "Weakagree",
    "Niagree",
    "Nisynch",
    "Agree",
    "InjectiveAgree",
    "InjectiveSynch",
  ] satisfies ClaimKind[]) {
    it(`catches a verifier that misses attacks on ${kind}, and makes the description small`, () => {
      const broken = breakEngine(native, ({ claim }, opinion) =>
        claim.kind === kind && opinion.verdict.is === "attack" ? { verdict: HOLDS } : opinion,
      );
      const { findings } = run([broken], 200);
      expect(findings.map(({ disagreement }) => disagreement.kind)).toEqual(["missed attack"]);
      expect(stepsOf(findings[0] as Finding)).toBeLessThanOrEqual(3);
      expect(writeFinding(findings[0] as Finding)).toContain("// missed attack");
    });
  }

  it("catches a verifier that calls unreachable what is reached", () => {
    const broken = breakEngine(native, ({ claim }, opinion) =>
      claim.kind === "Reachable" ? { verdict: { is: "vacuous", blocked: "claim" } } : opinion,
    );
    expect(run([broken], 30).findings.map(({ disagreement }) => disagreement.kind)).toEqual(["missed reach"]);
  });

  it("catches a verifier that holds no attack to be one, and one that fails", () => {
    const early = breakEngine(native, (_, opinion) => {
      const { play } = opinion;
      return play === undefined ? opinion : { ...opinion, play: { ...play, steps: play.steps.slice(1) } };
    });
    expect(run([early], 30).findings.map(({ disagreement }) => disagreement.kind)).toEqual(["false attack"]);
    const failing: Engine = {
      name: "failing",
      makeJudge: () => () => {
        throw new RangeError("out of order");
      },
    };
    const [finding] = run([failing], 5).findings;
    expect(finding?.disagreement.because).toBe("RangeError: out of order");
  });

  it("catches a proof that is none", () => {
    const proving: Engine = { name: "proving", makeJudge: () => () => ({ verdict: HOLDS }) };
    const [finding] = run([native, proving], 20).findings;
    expect([finding?.disagreement.engine, finding?.disagreement.kind]).toEqual(["proving", "missed attack"]);
  });

  // Each seed is one of a description that shows the mistake; `npm run fuzz -- --dsl --mutant` looks for it from any.
  it.each<[MutantName, number]>([
    ["directed", 42],
    ["foreign-key", 6],
    ["carry-back", 33],
    ["passed-on", 267],
    ["listing-order", 7],
  ])("catches the mistake '%s'", (mutant, seed) => {
    const engine = nativeEngine({ maxRuns: 3, maxStates: 60 }, countAsks(500), seamOf(mutant));
    const broken = run([engine], 1, { seed, project: projectWith(mutant) });
    expect(broken.findings).toHaveLength(1);
    expect(run([native], 1, { seed }).findings).toEqual([]);
  });

  it("makes the same description of the same seed, and writes what it made", () => {
    const [one, other] = [makeSample(new Dice(15)), makeSample(new Dice(15))];
    expect(printSample(one)).toBe(printSample(other));
    expect(sizeOf(one)).toBe(sizeOf(other));
  });
});
