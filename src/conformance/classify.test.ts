import { describe, expect, it } from "vitest";
import type { RecordedAnswer } from "../core/verdict/conformance.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import { carriesEvidence, classifyClaim, isMissedWithinBound } from "./classify.ts";

const holds = (scope: "unbounded" | { runs: number }): Verdict => ({
  is: "holds",
  scope,
  method: "refinement",
  theory: "exact",
  approximations: [],
  assumptions: [],
  notes: [],
});
const attack = (runs: number): Verdict => ({
  is: "attack",
  minimised: true,
  approximations: [],
  assumptions: [],
  trace: {
    narration: [],
    steps: Array.from({ length: runs }, (_, run) => ({ run, role: "A", agent: "Alice", kind: "send", term: "n" })),
  },
});
const open = (why: "timeout" | "runs"): Verdict => ({ is: "inconclusive", why, reached: { runs: 2 } });
const vacuous: Verdict = { is: "vacuous", blocked: "recv 1" };

const PROOF: RecordedAnswer = { verdict: "Ok", status: "proof of correctness" };
const NEVER: RecordedAnswer = { verdict: "Ok", status: "does not occur" };
const BOUNDED: RecordedAnswer = { verdict: "Ok", status: "no attack within bounds" };
const ATTACK: RecordedAnswer = { verdict: "Fail", status: "at least 2 attacks" };
const FOUND: RecordedAnswer = { verdict: "Ok", status: "at least 1 variant" };
const NOWHERE: RecordedAnswer = { verdict: "Fail", status: "does not occur" };

describe("classifyClaim", () => {
  it.each([
    [PROOF, holds("unbounded"), "agree"],
    [PROOF, holds({ runs: 5 }), "weaker"],
    [PROOF, vacuous, "agree"],
    [PROOF, attack(2), "contradiction"],
    [PROOF, open("timeout"), "undecided"],
    [NEVER, vacuous, "agree"],
    [NEVER, holds("unbounded"), "agree"],
    [NEVER, holds({ runs: 5 }), "agree"],
    [NEVER, holds({ runs: 4 }), "weaker"],
    [NEVER, attack(1), "contradiction"],
    [BOUNDED, holds("unbounded"), "better"],
    [BOUNDED, holds({ runs: 5 }), "agree"],
    [BOUNDED, holds({ runs: 4 }), "weaker"],
    [BOUNDED, vacuous, "better"],
    [BOUNDED, attack(3), "better"],
    [BOUNDED, open("timeout"), "undecided"],
    [ATTACK, attack(1), "agree"],
    [ATTACK, holds("unbounded"), "contradiction"],
    [ATTACK, holds({ runs: 5 }), "contradiction"],
    [ATTACK, vacuous, "contradiction"],
    [ATTACK, open("timeout"), "undecided"],
    [undefined, holds({ runs: 5 }), "better"],
    [undefined, attack(1), "better"],
    [undefined, open("timeout"), "undecided"],
  ] as const)("of Secret: %o and %o is %s", (recorded, verdict, agreement) => {
    expect(classifyClaim("Secret", recorded, verdict, 5)).toBe(agreement);
  });

  it.each([
    [FOUND, holds("unbounded"), "agree"],
    [FOUND, vacuous, "contradiction"],
    [FOUND, open("runs"), "undecided"],
    [NOWHERE, vacuous, "agree"],
    [NOWHERE, open("runs"), "agree"],
    [NOWHERE, open("timeout"), "undecided"],
    [NOWHERE, holds("unbounded"), "contradiction"],
    [undefined, vacuous, "better"],
  ] as const)("of Reachable: %o and %o is %s", (recorded, verdict, agreement) => {
    expect(classifyClaim("Reachable", recorded, verdict, 5)).toBe(agreement);
  });

  it("asks as much of a bound as was recorded", () => {
    expect(classifyClaim("Alive", BOUNDED, holds({ runs: 5 }), "unbounded")).toBe("weaker");
    expect(classifyClaim("Alive", BOUNDED, holds({ runs: 2 }), 2)).toBe("agree");
  });
});

describe("isMissedWithinBound", () => {
  it("counts only attacks that the recorded bound allows", () => {
    expect(isMissedWithinBound(BOUNDED, attack(5), 5)).toBe(true);
    expect(isMissedWithinBound(BOUNDED, attack(6), 5)).toBe(false);
    expect(isMissedWithinBound(BOUNDED, attack(6), "unbounded")).toBe(true);
    expect(isMissedWithinBound(ATTACK, attack(1), 5)).toBe(false);
    expect(isMissedWithinBound(undefined, attack(1), 5)).toBe(false);
    expect(isMissedWithinBound(BOUNDED, holds("unbounded"), 5)).toBe(false);
  });
});

describe("carriesEvidence", () => {
  it("takes an attack or a verdict for any number of runs", () => {
    const judged = [attack(1), vacuous, holds("unbounded"), holds({ runs: 5 }), open("timeout")];
    expect(judged.map(carriesEvidence)).toEqual([true, true, true, false, false]);
  });
});
