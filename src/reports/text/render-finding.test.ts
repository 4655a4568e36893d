import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../../core/verdict/example.ts";
import type { TraceStep, Verdict } from "../../core/verdict/verdict.ts";
import { HOSTILE, makeGoals, makeHostileAssessment } from "../example.ts";
import { findOrigin } from "../outline/find-origins.ts";
import { drawChart } from "./draw-chart.ts";
import { renderFindings } from "./render-finding.ts";

const steps: readonly TraceStep[] = [
  { run: 1, role: "I", agent: "Alice", kind: "send", label: "M1", term: "{N}pk(Eve)" },
  {
    run: -1,
    role: "intruder",
    agent: "intruder",
    kind: "deduce",
    label: "decrypt",
    term: "N",
    from: ["{N}pk(Eve)", "sk(Eve)"],
  },
  {
    run: -1,
    role: "intruder",
    agent: "intruder",
    kind: "deduce",
    label: "aenc",
    term: "{N}pk(Bob)",
    from: ["N", "pk(Bob)"],
  },
  { run: 0, role: "R", agent: "Bob", kind: "recv", label: "M1", term: "{N}pk(Bob)" },
  { run: 0, role: "R", agent: "Bob", kind: "claim", label: "R1", term: "N" },
];

const attack: Verdict = {
  is: "attack",
  minimised: true,
  approximations: ["Expiry is not modelled."],
  assumptions: [],
  trace: { steps, narration: ["one", "two", "three", "four", "five"] },
};

describe("drawChart", () => {
  it("has a lane for each run with the intruder between, and a row for each step", () => {
    expect(drawChart(steps)).toEqual([
      "            Alice           Intruder             Bob",
      "          I, run 1         the network        R, run 0",
      "   1          |------ M1 ------>|                 |",
      "   2          |                 * decrypt",
      "   3          |                 * aenc",
      "   4          |                 |------ M1 ------>|",
      "   5          |                 |                 # claims N",
    ]);
  });

  it("keeps lanes straight whatever the names are", () => {
    for (const text of HOSTILE) {
      const rows = drawChart([
        { run: 0, role: text, agent: text, kind: "send", label: text, term: text },
        { run: 1, role: text, agent: text, kind: "recv", label: "M1", term: text },
      ]);
      expect(rows).toHaveLength(4);
      expect(rows[3]).toBe("   2          |                 |------ M1 ------>|");
      expect(rows.join("")).not.toMatch(/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
    }
  });
});

describe("findOrigin", () => {
  it("goes back to what was heard, and no further than the step allows", () => {
    expect(findOrigin(steps, "{N}pk(Bob)", 3)).toMatchObject({
      how: { kind: "deduced", step: 2, label: "aenc" },
      from: [
        {
          term: "N",
          how: { kind: "deduced", step: 1 },
          from: [{ how: { kind: "heard", step: 0, label: "M1" } }, { term: "sk(Eve)", how: { kind: "plain" } }],
        },
        { term: "pk(Bob)", how: { kind: "plain" } },
      ],
    });
    expect(findOrigin(steps, "{N}pk(Bob)", 2).how).toEqual({ kind: "plain" });
  });
});

describe("renderFindings", () => {
  it("tells an attack: sentences, chart, origins, grounds", () => {
    const text = renderFindings(makeAssessment([makeFinding({ verdict: attack })]));
    expect(text).toContain("example: I secret Ni (I1): attack, 5 steps\n");
    expect(text).toContain("\n   5. five\n");
    expect(text).toContain("# claims secret Ni\n");
    expect(text).toContain(
      "Origin of the intruder's knowledge:\n  {N}pk(Bob)  by aenc in step 3\n    N  by decrypt in step 2\n" +
        "      {N}pk(Eve)  heard in step 1, M1\n      sk(Eve)  known, chosen, or part of a received message\n",
    );
    expect(text).toContain("Not modelled:\n  - Expiry is not modelled.\n");
  });

  it("tells every other kind of verdict", () => {
    const text = renderFindings(makeAssessment([...makeAssessment().findings, ...makeGoals("N")]));
    expect(text).toContain("  scope: up to 5 runs\n");
    expect(text).toContain("  blocked at: recv M2\n");
    expect(text).toContain("  why: the time was up; raise it with --timeout");
    expect(text).toContain("   4. A believes N  verification 1, 3");
    expect(text).toContain("  would do: A believes fresh(N)\n");
    expect(text).toContain("  not expected, but holds, unbounded: Both can finish.\n");
  });

  it("lets no name control the terminal", () => {
    expect(renderFindings(makeHostileAssessment()).replaceAll("\n", "")).not.toMatch(
      /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u,
    );
  });
});
