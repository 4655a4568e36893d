import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { childOf, readNumber, readXml, UnreadableOutput } from "./read-xml.ts";

describe("readXml", () => {
  it("keeps elements, attributes and text", () => {
    const root = readXml('<a x="1"><b> one </b><c/><b y="2" z="&lt;">two</b></a>');
    expect(root.attributes.get("x")).toBe("1");
    expect(root.children.map(({ name, text }) => [name, text])).toEqual([
      ["b", "one"],
      ["c", ""],
      ["b", "two"],
    ]);
    expect([...(root.children[2]?.attributes ?? [])]).toEqual([
      ["y", "2"],
      ["z", "&lt;"],
    ]);
  });

  it.each([
    ["nothing", ""],
    ["text", "Ok"],
    ["two roots", "<a/><b/>"],
    ["an element that is not closed", "<a><b></a>"],
    ["output that was cut off", "<a><b/>"],
    ["a document type", '<!DOCTYPE a [<!ENTITY e "x">]><a>&e;</a>'],
    ["a comment", "<a><!-- x --></a>"],
    ["a declaration", '<?xml version="1.0"?><a/>'],
    ["a name that objects have", "<__proto__><a/></__proto__>"],
    ["more depth than any term", `${"<a>".repeat(5000)}${"</a>".repeat(5000)}`],
  ])("refuses %s", (_, text) => {
    expect(() => readXml(text)).toThrow(UnreadableOutput);
  });

  it("answers any text with a tree or a refusal", () => {
    const piece = fc.constantFrom("<a>", "</a>", "<b x='1'/>", "&", "<", ">", "x", "<a", "]]>", '"', "\u0000");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        try {
          expect(readXml(pieces.join("")).name).not.toBe("");
        } catch (error) {
          expect(error).toBeInstanceOf(UnreadableOutput);
        }
      }),
    );
  });
});

describe("childOf and readNumber", () => {
  it("insist", () => {
    const root = readXml("<a><b/><b/></a>");
    expect(() => childOf(root, "b")).toThrow("<a> needs one <b>");
    expect(() => childOf(root, "c")).toThrow("<a> needs one <c>");
    for (const text of ["", "-1", "1.5", "x", "9".repeat(20), undefined]) {
      expect(() => readNumber(text, "it")).toThrow("it is no number");
    }
    expect(readNumber("12", "it")).toBe(12);
  });
});
