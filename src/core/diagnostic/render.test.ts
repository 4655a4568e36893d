import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "./diagnostic.ts";
import { renderDiagnostic, renderDiagnostics } from "./render.ts";

const PLAIN = { colour: "none" } as const;

const example: Diagnostic = {
  code: "CP101",
  severity: "error",
  message: "DU does not know X.",
  place: { file: "protocol/phr/protocol.ts", line: 12, column: 7 },
  length: 3,
  sourceLine: "  foo(bar)",
  note: "X is made by DO.",
  help: "Send X to DU first.",
};

/** Text of characters that do something to a terminal, and of some that do not. */
const hostile = fc.string({
  unit: fc.constantFrom(...Array.from("\u0000\u0007\u001b\u009b\n\r\t\u2028\u202e\u2066[2Jmaä日")),
});

describe("renderDiagnostic", () => {
  it("puts place, sentence, source line, carets, note and help below each other", () => {
    expect(renderDiagnostic(example, PLAIN)).toBe(
      [
        "protocol/phr/protocol.ts:12:7: error CP101: DU does not know X.",
        " 12 |   foo(bar)",
        "    |       ^^^",
        "  note: X is made by DO.",
        "  help: Send X to DU first.",
        "",
      ].join("\n"),
    );
  });

  it("says only what it knows", () => {
    const bare: Diagnostic = { code: "AS101", severity: "warning", message: "There is nothing to do." };
    expect(renderDiagnostic(bare, PLAIN)).toBe("warning AS101: There is nothing to do.\n");
  });

  it("keeps the caret below its column behind tabs", () => {
    const lines = renderDiagnostic(
      { ...example, sourceLine: "\t\tx y", place: { file: "f", line: 1, column: 5 }, length: 1 },
      PLAIN,
    ).split("\n");
    expect(lines[2]?.indexOf("^")).toBe(lines[1]?.indexOf("y"));
  });

  it("shows a very long line around the place", () => {
    const sourceLine = `${"a".repeat(500)}BAD${"b".repeat(500)}`;
    const lines = renderDiagnostic(
      { ...example, sourceLine, place: { file: "f", line: 1, column: 501 }, length: 3 },
      PLAIN,
    ).split("\n");
    expect(lines[1]?.length).toBeLessThan(200);
    expect(lines[2]?.indexOf("^^^")).toBe(lines[1]?.indexOf("BAD"));
  });

  it("colours on request only, and around text that is unchanged", () => {
    const coloured = renderDiagnostic(example, { colour: "ansi" });
    expect(coloured).toContain("\u001b[31merror CP101\u001b[0m");
    // biome-ignore lint: the escape is what is tested
    expect(coloured.replace(/\u001b\[\d+m/g, "")).toBe(renderDiagnostic(example, PLAIN));
  });

  it("lets no text of a file control the terminal", () => {
    fc.assert(
      fc.property(hostile, fc.nat(30), (text, column) => {
        const rendered = renderDiagnostic(
          {
            ...example,
            message: text,
            sourceLine: text,
            note: text,
            place: { file: text, line: 1, column: column + 1 },
          },
          PLAIN,
        );
        expect(rendered.replaceAll("\n", "")).not.toMatch(/[\p{Cc}\u202a-\u202e\u2066-\u2069]/u);
        expect(rendered.split("\n")).toHaveLength(6);
      }),
    );
  });
});

describe("renderDiagnostics", () => {
  it("renders each one", () => {
    const text = renderDiagnostics([example, { ...example, code: "CP102" }], PLAIN);
    expect(text.match(/error CP10\d/g)).toEqual(["error CP101", "error CP102"]);
  });
});
