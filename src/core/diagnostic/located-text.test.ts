import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LocatedText } from "./located-text.ts";

const texts = fc
  .array(fc.constantFrom("a", "b ", "\n", "\r\n", "\u00e9"), { maxLength: 30 })
  .map((parts) => parts.join(""));

describe("LocatedText", () => {
  it("counts lines and columns as going through the text does", () => {
    fc.assert(
      fc.property(texts, fc.nat(40), (text, at) => {
        const offset = Math.min(at, text.length);
        let [line, column] = [1, 1];
        for (const character of text.slice(0, offset).split("")) {
          column++;
          if (character === "\n") [line, column] = [line + 1, 1];
        }
        const { place, sourceLine } = new LocatedText("f", text).locate(offset);
        expect(place).toEqual({ file: "f", line, column });
        expect(sourceLine).toBe(text.split(/\r?\n/)[line - 1]);
      }),
    );
  });

  it("knows no line behind the last", () => {
    const text = new LocatedText("f", "a\nb");
    expect([text.lineOf(2), text.lineOf(3), text.startOf(2), text.startOf(3)]).toEqual(["b", undefined, 2, undefined]);
  });
});
