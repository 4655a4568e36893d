import { describe, expect, it } from "vitest";
import { decideExit } from "../repository/exit-status.ts";
import { listSettling } from "./agreement.ts";
import { findDisagreements } from "./disagreement.ts";
import { makeAssessment, makeFinding } from "../core/verdict/example.ts";
import { summarise } from "./summary.ts";
import type { Finding, Verdict } from "../core/verdict/verdict.ts";

const holds = makeFinding().verdict as Extract<Verdict, { is: "holds" }>;
const bounded: Verdict = { ...holds, scope: { runs: 2 } };
const step = { role: "A", agent: "Alice", kind: "send", term: "x" } as const;

function attackOf(runs: number): Verdict {
  const steps = Array.from({ length: runs }, (_, run) => ({ ...step, run }));
  const invented = { ...step, kind: "deduce" as const, run: -1 };
  return {
    is: "attack",
    trace: { steps: [...steps, invented], narration: [] },
    minimised: true,
    approximations: [],
    assumptions: [],
  };
}

const vacuous: Verdict = { is: "vacuous", blocked: "claim" };
const open: Verdict = { is: "inconclusive", why: "timeout", reached: { runs: 1 } };
const shown: Verdict = { is: "inconclusive", why: "not-replayed", reached: { runs: 0 } };

function pair(native: Verdict, scyther: Verdict, parts: Partial<Finding> = {}): Finding[] {
  return [makeFinding({ ...parts, verdict: native }), makeFinding({ ...parts, engine: "scyther", verdict: scyther })];
}

describe("findDisagreements", () => {
  it.each([
    ["an attack and a proof", attackOf(3), holds],
    ["an attack within the bound of the other", attackOf(2), bounded],
    ["an attack and a claim that is never reached", attackOf(1), vacuous],
    ["an attack that does not replay and a proof", shown, holds],
  ])("sees %s, whoever says which", (_, one, other) => {
    for (const findings of [pair(one, other), pair(other, one)]) {
      const [found, ...more] = findDisagreements(findings);
      expect(more).toEqual([]);
      expect(found).toMatchObject({ label: "I1", between: ["native", "scyther"] });
      expect(found?.sentence).toContain("native says");
    }
  });

  it.each([
    ["two attacks", attackOf(1), attackOf(2)],
    ["two scopes", holds, bounded],
    ["an attack beyond the bound of the other", attackOf(3), bounded],
    ["a proof and a claim that is never reached", holds, vacuous],
    ["an answer and none", attackOf(1), open],
  ])("does not mind %s", (_, one, other) => {
    expect(findDisagreements([...pair(one, other), ...pair(other, one, { label: "I2" })])).toEqual([]);
  });

  it("sees a claim that one reaches and the other cannot", () => {
    const reachable = { claim: "Reachable", on: "-" };
    expect(findDisagreements(pair(holds, vacuous, reachable))).toHaveLength(1);
    expect(findDisagreements(pair(vacuous, shown, reachable))).toHaveLength(1);
    expect(findDisagreements(pair(vacuous, vacuous, reachable))).toEqual([]);
    expect(findDisagreements(pair(vacuous, open, reachable))).toEqual([]);
  });

  it("compares findings on one claim only", () => {
    const [native] = pair(attackOf(1), holds);
    const [, scyther] = pair(attackOf(1), holds, { label: "I2" });
    expect(findDisagreements([native, scyther].filter((finding) => finding !== undefined))).toEqual([]);
    expect(findDisagreements([makeFinding({ verdict: attackOf(1) }), makeFinding()])).toEqual([]);
  });
});

describe("listSettling", () => {
  it("leaves the findings of one engine alone", () => {
    const findings = [makeFinding(), makeFinding({ verdict: open })];
    expect(listSettling(findings)).toEqual(findings);
  });

  it("takes who settles the claim, as expected if someone does, the embedded verifier first", () => {
    const expected = { verdict: "holds", scope: "unbounded", why: "w" } as const;
    const [native, scyther] = pair(bounded, holds) as [Finding, Finding];
    const unmet = { ...native, expected: { ...expected, met: false } };
    const met = { ...scyther, expected: { ...expected, met: true } };
    expect(listSettling([native, scyther])).toEqual([native]);
    expect(listSettling([unmet, met])).toEqual([met]);
    const [late, early] = pair(open, holds) as [Finding, Finding];
    expect(listSettling([late, early])).toEqual([early]);
  });

  it("decides the exit status and the summary together with the disagreements", () => {
    const weaker = makeAssessment([...pair(holds, open), ...pair(open, holds, { label: "I2" })]);
    expect(decideExit(weaker)).toBe(0);
    expect(summarise(weaker)).toContain("2 claims: 2 hold");
    const findings = pair(holds, attackOf(1));
    const torn = { ...makeAssessment(findings), disagreements: findDisagreements(findings) };
    expect(decideExit(torn)).toBe(1);
    expect(summarise(torn)).toContain("The engines contradict each other on 1.");
    expect(decideExit({ ...torn, interrupted: true })).toBe(130);
  });
});
