import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../core/verdict/example.ts";
import type { Expectation, Verdict } from "../core/verdict/verdict.ts";
import { decideExit } from "./exit-status.ts";

const attack: Verdict = {
  is: "attack",
  trace: { steps: [], narration: [] },
  minimised: true,
  approximations: [],
  assumptions: [],
};
const vacuous: Verdict = { is: "vacuous", blocked: "recv M1" };
const open: Verdict = { is: "inconclusive", why: "timeout", reached: { runs: 1 } };
const cancelled: Verdict = { ...open, why: "cancelled" };
const error = { source: "a", code: "SP104", message: "Wrong." };

function statusOf(...found: readonly [Verdict | "holds", Partial<Expectation>?][]): number {
  return decideExit(
    makeAssessment(
      found.map(([verdict, expected]) => ({
        ...makeFinding(verdict === "holds" ? {} : { verdict }),
        ...(expected && { expected: { verdict: "holds", why: "w", met: true, ...expected } }),
      })),
    ),
  );
}

describe("decideExit", () => {
  it("is 0 when all is as expected", () => {
    expect(statusOf(["holds"], ["holds", { met: true }], [attack, { verdict: "attack" }])).toBe(0);
    expect(statusOf([open, { verdict: "inconclusive" }])).toBe(0);
    expect(statusOf()).toBe(0);
  });

  it("is 1 for an attack or a vacuous claim that nobody expected", () => {
    expect(statusOf([attack])).toBe(1);
    expect(statusOf([vacuous])).toBe(1);
  });

  it("is 1 when an expected attack is gone, or a proof is only bounded", () => {
    expect(statusOf(["holds", { verdict: "attack", met: false }])).toBe(1);
    expect(statusOf(["holds", { verdict: "holds", scope: "unbounded", met: false }])).toBe(1);
  });

  it("is 3 for what is inconclusive without being expected to be", () => {
    expect(statusOf([open])).toBe(3);
    expect(statusOf([open, { verdict: "attack", met: false }])).toBe(3);
    expect(statusOf([open], [attack])).toBe(1);
  });

  it("lets wrong input win over verdicts, interruption over that, and a bug over all", () => {
    const assessment = makeAssessment([makeFinding({ verdict: attack })]);
    expect(decideExit({ ...assessment, errors: [error] })).toBe(2);
    expect(decideExit({ ...assessment, errors: [error], interrupted: true })).toBe(130);
    expect(statusOf([cancelled], [attack])).toBe(130);
    expect(decideExit({ ...assessment, errors: [{ ...error, code: "AS901" }], interrupted: true })).toBe(70);
  });
});
