import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../../core/verdict/example.ts";
import { renderText } from "./render-text.ts";

const TOLD = { colour: "none", attacks: "told" } as const;

/** Text of characters that do something to a terminal, and of some that do not. */
const hostile = fc.string({
  unit: fc.constantFrom(...Array.from("\u0000\u0007\u001b\u009b\n\r\t\u2028\u202e\u2066[2Jmaä日")),
});

describe("renderText", () => {
  it("prints a table, tells the attacks and says what the verdicts rest on", () => {
    expect(renderText(makeAssessment(), TOLD)).toBe(
      [
        "example  2 roles, 3 messages, 6 claims    theories aenc    bound 5 runs",
        "  I  secret Ni      + holds         unbounded",
        "  I  ni-synch       + holds         up to 5 runs",
        "  R  secret Ni      x attack        2 steps",
        "  R  agree I on Ni  x attack        2 steps             expected: The message carries no name.",
        "  R  reachable      ! vacuous       blocked at recv M2  NOT EXPECTED, but holds, unbounded: Both can finish.",
        "  R  alive I        . inconclusive  3 runs done         the time was up; raise it with --timeout",
        "",
        // The two attacks differ in the claim alone, so they are one telling; their last sentences are the same words.
        "  Attack on R secret Ni (R1):",
        "  It also violates R agree I on Ni (R2).",
        "    1. Alice (I, run 1) sends M1: { Ni#1 }pk(Eve)",
        "    2. Bob (R, run 0) claims that Ni is secret",
        "",
        "  Not modelled:",
        "  - Expiry is not modelled.",
        "",
        "  Assumptions:",
        "  - Agents know the genuine public keys of others.",
        "",
        "6 claims: 2 hold (1 for any number of runs), 2 attacks, 1 vacuous, 1 inconclusive. 1 not as expected.",
        "",
      ].join("\n"),
    );
  });

  it("prints a scope for every claim that holds", () => {
    const lines = renderText(makeAssessment(), TOLD).split("\n");
    const holding = lines.filter((line) => line.includes("+ holds"));
    expect(holding).toHaveLength(2);
    for (const line of holding) expect(line).toMatch(/unbounded|up to 5 runs/);
  });

  it("leaves the tellings out on request, not the rows", () => {
    const text = renderText(makeAssessment(), { colour: "none", attacks: "counted" });
    expect(text).not.toContain("Attack on");
    expect(text).toContain("x attack");
  });

  it("colours without changing a word", () => {
    const coloured = renderText(makeAssessment(), { colour: "ansi", attacks: "told" });
    expect(coloured).toContain("\u001b[31mx attack");
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(renderText(makeAssessment(), TOLD));
  });

  it("lets no name of a model control the terminal or break a row", () => {
    fc.assert(
      fc.property(hostile, (name) => {
        const finding = makeFinding({ role: name, on: name });
        const lines = renderText(makeAssessment([finding]), TOLD).split("\n");
        expect(lines.join("")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(lines.filter((line) => line.includes("+ holds"))).toHaveLength(1);
      }),
    );
  });
});
