/** The hunt itself is tested by breaking the verifier: each broken one must be caught, the real one must not be. */
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../src/lenses/scyther/load.ts";
import { breakEngine, HOLDS } from "./broken-engine.ts";
import { type Engine, nativeEngine } from "./compare/engine.ts";
import { type Finding, hunt, type HuntOptions } from "./hunt.ts";
import { writeFinding, writeTotals } from "./report.ts";

const native = nativeEngine({ maxRuns: 3, maxStates: 60 });

function run(engine: Engine, protocols: number, more: Partial<HuntOptions> = {}): ReturnType<typeof hunt> {
  const shrink = { left: 150 };
  return hunt({
    seed: 11,
    runs: 2,
    states: 1_500,
    engines: [engine],
    most: 1,
    protocols,
    isOver: () => false,
    startShrinking: () => undefined,
    isSmallEnough: () => shrink.left-- <= 0,
    watch: () => undefined,
    ...more,
  });
}

function sizeOf({ text }: Finding): number {
  return text.split("\n").filter((line) => /^ *(send|recv|claim|match)/.test(line)).length;
}

describe("the hunt", () => {
  it("has nothing against the verifier", async () => {
    const { totals, findings } = await run(native, 25);
    expect(findings).toEqual([]);
    expect(totals.protocols).toBe(25);
    expect(totals.exhausted).toBeGreaterThan(12);
    expect(totals.outcomes.get("verifier: shown, and found by the explorer")).toBeGreaterThan(30);
    expect(totals.outcomes.get("verifier: holds")).toBeGreaterThan(10);
    expect(writeTotals(totals, 11, 0)).toContain("25 protocols");
  });

  for (const kind of ["Secret", "Alive", "Weakagree", "Niagree", "Nisynch", "Commit"] as const) {
    it(`catches a verifier that misses attacks on ${kind}, and makes the model small`, async () => {
      const broken = breakEngine(native, ({ claim }, opinion) =>
        claim.kind === kind && opinion.verdict.is === "attack" ? { verdict: HOLDS } : opinion,
      );
      const { findings } = await run(broken, 150);
      const [finding] = findings as [Finding];
      expect(findings.map(({ disagreement }) => disagreement.kind)).toEqual(["missed attack"]);
      expect(finding.disagreement.claim.claim.kind).toBe(kind);
      expect(sizeOf(finding)).toBeLessThanOrEqual(6);
      const text = writeFinding(finding);
      expect(text).toContain("// missed attack");
      expect(loadSpdl("x", () => ({ path: "x", text })).model.protocols).toHaveLength(finding.model.protocols.length);
    });
  }

  it("catches a verifier that calls a claim vacuous that is reached", async () => {
    const broken = breakEngine(native, ({ claim }, opinion) =>
      claim.kind === "Reachable" ? { verdict: { is: "vacuous", blocked: "claim" } } : opinion,
    );
    const { findings } = await run(broken, 20);
    expect(findings.map(({ disagreement }) => disagreement.kind)).toEqual(["missed reach"]);
  });

  it("catches a verifier that holds no attack to be one, and one that fails", async () => {
    const early = breakEngine(native, (_, opinion) => {
      const { play } = opinion;
      return play === undefined ? opinion : { ...opinion, play: { ...play, steps: play.steps.slice(1) } };
    });
    expect((await run(early, 20)).findings.map(({ disagreement }) => disagreement.kind)).toEqual(["false attack"]);
    const failing: Engine = {
      name: "failing",
      makeJudge: () => () => {
        throw new RangeError("out of order");
      },
    };
    const { findings } = await run(failing, 5);
    expect(findings.map(({ disagreement }) => disagreement.because)).toEqual(["RangeError: out of order"]);
  });

  it("compares with the installed Scyther where there is one", async () => {
    const { totals, findings } = await run(native, 60, {
      askInstalled: (text) => {
        const { model } = loadSpdl("x", () => ({ path: "x", text }));
        const claims = model.protocols.flatMap(({ name, roles }) =>
          roles.flatMap(({ role, events }) =>
            events.flatMap((event) =>
              event.kind === "claim" && event.claim.kind !== "Reachable"
                ? [{ protocol: name, role, label: event.claim.label, ok: false }]
                : [],
            ),
          ),
        );
        return Promise.resolve(claims);
      },
    });
    expect(totals.installed).toBeGreaterThan(0);
    expect(findings.map(({ disagreement }) => disagreement.kind)).toEqual(["installed"]);
  });
});
