import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../../core/verdict/example.ts";
import { renderMarkdown } from "./render-markdown.ts";

describe("renderMarkdown", () => {
  it("has a row for every finding and a telling for every attack", () => {
    const text = renderMarkdown(makeAssessment());
    expect(text).toContain("| `I` | `ni-synch` | **holds** | up to 5 runs |  |");
    expect(text).toContain("| `R` | `agree I on Ni` | **attack** | 2 steps | expected: The message carries no name. |");
    expect(text).toContain("**not expected**, but holds, unbounded: Both can finish.");
    expect(text.match(/^### Attack on/gm)).toHaveLength(1);
    expect(text).toContain("### Attack on R secret Ni (`R1`)\n\nIt also violates R agree I on Ni (`R2`).\n\n1. Alice");
    expect(text).toContain("1. Alice (I, run 1) sends M1\\: \\{ Ni\\#1 \\}pk(Eve)");
    expect(text).toContain("- Expiry is not modelled.");
  });

  it("tells less where there is no room, says so, and stays within it", () => {
    const assessment = makeAssessment();
    const lengths = [1_000_000, 900, 300, 200].map((most) => {
      const text = renderMarkdown(assessment, most);
      expect(new TextEncoder().encode(text).length).toBeLessThanOrEqual(most);
      expect(text).toContain("6 claims\\: 2 hold");
      return [text.includes("### Attack on"), text.includes("| role |"), text.includes("for lack of room")];
    });
    expect(lengths).toEqual([
      [true, true, false],
      [false, true, true],
      [false, false, true],
      [false, false, true],
    ]);
  });

  it("does not change with the time it took", () => {
    const assessment = makeAssessment();
    expect(renderMarkdown({ ...assessment, timings: { milliseconds: 99 } })).toBe(renderMarkdown(assessment));
  });

  it("keeps a hostile name inside its cell", () => {
    const text = renderMarkdown(makeAssessment([makeFinding({ role: "R | x |\n# pwned <b>", on: "`M`" })]));
    const rows = text.split("\n").filter((line) => line.startsWith("| "));
    expect(rows).toHaveLength(2);
    expect(text).not.toMatch(/^# pwned/m);
  });

  it("lists errors with their places", () => {
    const errors = [{ source: "bad.spdl", code: "SP104", message: "Not SPDL.", line: 3, column: 7 }];
    expect(renderMarkdown({ ...makeAssessment(), errors })).toContain("- `bad.spdl:3:7` SP104\\: Not SPDL.");
  });
});
