import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../../core/verdict/example.ts";
import type { TraceStep } from "../../core/verdict/verdict.ts";
import { followKnowledge } from "./follow-knowledge.ts";
import { groupAttacks } from "./group-attacks.ts";
import { layOutChart } from "./lay-out-chart.ts";
import { describeExpectation, weighFindings } from "./weigh-findings.ts";
import { measureText, wrapText } from "./wrap-text.ts";

const steps: readonly TraceStep[] = [
  { run: 1, role: "I", agent: "Alice", kind: "send", label: "M1", term: "a" },
  { run: -1, role: "intruder", agent: "intruder", kind: "deduce", label: "decrypt", term: "b", from: ["a"] },
  { run: 0, role: "R", agent: "Bob", kind: "recv", label: "!T", term: "c" },
  { run: 0, role: "R", agent: "Bob", kind: "recv", label: "M1", term: "a" },
  { run: 0, role: "R", agent: "Bob", kind: "claim", label: "R1", term: "b" },
];

describe("followKnowledge", () => {
  it("has each term once, from where it is first had", () => {
    expect(followKnowledge(steps)).toEqual([
      { term: "a", at: 0, how: "heard" },
      { term: "b", at: 1, how: "worked out" },
      { term: "c", at: 2, how: "composed or chosen" },
    ]);
  });
});

describe("layOutChart", () => {
  it("puts the intruder between the runs, and every message through it", () => {
    const { lanes, rows } = layOutChart(steps);
    expect(lanes.map(({ name, detail }) => [name, detail])).toEqual([
      ["Alice", "I, run 1"],
      ["Intruder", "the network"],
      ["Bob", "R, run 0"],
    ]);
    expect(rows).toEqual([
      { kind: "message", from: 0, to: 1, label: "M1", term: "a" },
      { kind: "deduction", lane: 1, label: "decrypt", term: "b" },
      { kind: "message", from: 1, to: 2, label: "network", term: "c" },
      { kind: "message", from: 1, to: 2, label: "M1", term: "a" },
      { kind: "claim", lane: 2, label: "R1", term: "b" },
    ]);
  });
});

describe("groupAttacks", () => {
  it("groups what is equal up to the claim, and nothing else", () => {
    const { findings } = makeAssessment();
    const [first] = findings.filter(({ verdict }) => verdict.is === "attack");
    if (first?.verdict.is !== "attack") throw new Error("the example has an attack");
    const { verdict } = first;
    const [start, ...rest] = verdict.trace.steps;
    if (start === undefined) throw new Error("the attack has steps");
    const other = { ...verdict, trace: { ...verdict.trace, steps: [{ ...start, term: "another" }, ...rest] } };
    const groups = groupAttacks([...findings, makeFinding({ label: "R9", role: "R", verdict: other })]);
    expect(groups.map((group) => group.findings.map(({ label }) => label))).toEqual([["R1", "R2"], ["R9"]]);
    expect(groups[0]?.steps.map(({ step }) => step.term)).toEqual(["{ Ni#1 }pk(Eve)", "secret Ni", "agree I on Ni"]);
  });
});

describe("weighFindings", () => {
  it("says how each counts", () => {
    const weighed = weighFindings(makeAssessment().findings);
    expect(weighed.map(({ outcome }) => outcome)).toEqual([
      "expected",
      "expected",
      "differs",
      "expected",
      "differs",
      "open",
    ]);
    expect(weighed.map(describeExpectation)[4]).toBe("not expected, but holds, unbounded: Both can finish.");
  });

  it("leaves the finding that another engine's settles beside", () => {
    const unsettled = makeFinding({
      engine: "scyther",
      verdict: { is: "inconclusive", why: "timeout", reached: { runs: 1 } },
    });
    expect(weighFindings([unsettled, makeFinding()]).map(({ outcome }) => outcome)).toEqual(["beside", "expected"]);
  });
});

describe("wrapText", () => {
  it("keeps every line within the width, and every letter where there is room", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 4, max: 40 }), (text, width) => {
        const lines = wrapText(text, width, 1000);
        for (const line of lines) expect(measureText(line)).toBeLessThanOrEqual(width);
        expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
      }),
    );
  });

  it("says that something is missing", () => {
    expect(wrapText("one two three four", 5, 2)).toEqual(["one", "two …"]);
  });
});
