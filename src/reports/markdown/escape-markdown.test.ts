import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeSpan, escapeMarkdown } from "./escape-markdown.ts";

describe("escapeMarkdown", () => {
  it("leaves plain sentences alone", () => {
    expect(escapeMarkdown("Bob (R, run 0) sends M1.")).toBe("Bob (R, run 0) sends M1.");
  });

  it.each([
    ["<img src=x onerror=alert(1)>", "\\<img src=x onerror=alert(1)\\>"],
    ["[click](javascript:alert(1))", "\\[click\\](javascript\\:alert(1))"],
    ["| a | b |", "\\| a \\| b \\|"],
    ["# title", "\\# title"],
    ["- item", "\\- item"],
    ["1. item", "1\\. item"],
    ["![x](http://a.example)", "\\!\\[x\\](http\\://a.example)"],
    ["two\nlines", "two lines"],
  ])("makes %s readable only", (text, escaped) => {
    expect(escapeMarkdown(text)).toBe(escaped);
  });

  it("leaves no active character bare", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."\\`*_[]<>|~&#!:\n a1.") }), (text) => {
        const bare = escapeMarkdown(text).replace(/\\[!-/:-@[-`{-~]/g, "");
        expect(bare).not.toMatch(/[\\`*_[\]<>|~&#!:\n]/);
      }),
    );
  });
});

describe("codeSpan", () => {
  it("fences longer than what is inside", () => {
    expect(codeSpan("a`b")).toBe("``a`b``");
    expect(codeSpan("`")).toBe("`` ` ``");
  });

  it("keeps a table cell whole", () => {
    expect(codeSpan("a|b\nc")).toBe("`a\\|b c`");
  });
});
