import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import type { ReadText } from "./source.ts";
import type { Token } from "./token.ts";
import { tokenize } from "./tokenize.ts";

function readAll(text: string, files: Record<string, string> = {}): Token[] {
  const read: ReadText = (path) => (files[path] === undefined ? undefined : { path, text: files[path] });
  const next = tokenize({ path: "dir/main.spdl", text }, read, new Map());
  const tokens: Token[] = [];
  for (let token = next(); token.kind !== "end"; token = next()) tokens.push(token);
  return tokens;
}

function firstError(text: string, files: Record<string, string> = {}): string {
  try {
    readAll(text, files);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    const [diagnostic] = error.diagnostics;
    const place = diagnostic?.place;
    return `${diagnostic?.code} ${place?.file}:${place?.line}:${place?.column}`;
  }
  return "no error";
}

describe("tokenize", () => {
  it("reads names, keywords and symbols with their places", () => {
    const tokens = readAll('role1 role\r\n\t@x _n^!\'-2 "a b"');
    expect(tokens.map((t) => `${t.kind} ${t.text} ${t.place.line}:${t.place.column} ${t.offset}+${t.length}`)).toEqual([
      "identifier role1 1:1 0+5",
      "keyword role 1:7 6+4",
      "identifier @x 2:2 13+2",
      "symbol _ 2:5 16+1",
      "identifier n^!'-2 2:6 17+6",
      "string a b 2:13 24+5",
    ]);
  });

  it("skips every kind of comment, non-ASCII text in them included", () => {
    expect(readAll("// ä\n# ü 😀\n/* é\n */ a").map((t) => `${t.text} ${t.place.line}:${t.place.column}`)).toEqual([
      "a 4:5",
    ]);
  });

  it("counts columns in characters, not in code units", () => {
    expect(readAll("/* 😀 */ a")[0]?.place.column).toBe(9);
  });

  it("follows includes, with the places of the included file", () => {
    const files = { "dir/inc/a": 'x\n include "b"; y', "dir/inc/b": "z" };
    const tokens = readAll('include "inc/a"; w', files);
    expect(tokens.map((t) => `${t.text} ${t.place.file}:${t.place.line}:${t.place.column}`)).toEqual([
      "x dir/inc/a:1:1",
      "z dir/inc/b:1:1",
      "y dir/inc/a:2:15",
      "w dir/main.spdl:1:18",
    ]);
  });

  it("looks beside the including file first, then where the path says", () => {
    const files = { "dir/a": "beside", a: "here", b: "there" };
    expect(readAll('include "a" include "b"', files).map((t) => t.text)).toEqual(["beside", "there"]);
  });

  it("keeps a ';' that is apart from the include, which the grammar then refuses", () => {
    expect(readAll('include "a" ;', { a: "x" }).map((t) => t.text)).toEqual(["x", ";"]);
  });

  it.each([
    ["a control character", "a \u0000", "SP101 dir/main.spdl:1:3"],
    ["a letter beyond ASCII", "a\nbé", "SP101 dir/main.spdl:2:2"],
    ["a slash", "a / b", "SP101 dir/main.spdl:1:3"],
    ["a lone @", "@ x", "SP101 dir/main.spdl:1:1"],
    ["an open comment", "a /* b", "SP102 dir/main.spdl:1:3"],
    ["a comment that only seems closed", "/*/", "SP102 dir/main.spdl:1:1"],
    ["an open string", '"a\n"', "SP103 dir/main.spdl:1:1"],
    ["an include without a name", "include a;", "SP104 dir/main.spdl:1:9"],
    ["a byte-order mark", "\uFEFFa", "SP108 dir/main.spdl:1:1"],
    ["a long name", "a".repeat(4096), "SP113 dir/main.spdl:1:1"],
    ["a missing include", '\ninclude "x";', "SP110 dir/main.spdl:2:9"],
    ["a large input", " ".repeat(4 * 1024 * 1024 + 1), "SP107 dir/main.spdl:1:1"],
  ])("refuses %s", (_, text, expected) => {
    expect(firstError(text)).toBe(expected);
  });

  it("says where the include stands whose file is not to be read", () => {
    const diagnostic = { code: "AS103", severity: "error", message: "x is no regular file." } as const;
    const read: ReadText = () => {
      throw new DiagnosticError([diagnostic]);
    };
    const next = tokenize({ path: "dir/main.spdl", text: 'a\n include "x";' }, read, new Map());
    next();
    expect(next).toThrow(
      expect.objectContaining({
        diagnostics: [{ ...diagnostic, place: { file: "dir/main.spdl", line: 2, column: 10 }, length: 3 }],
      }) as Error,
    );
  });

  it("refuses circles of includes", () => {
    const files = { "dir/a": 'include "b"', "dir/b": '\n include "a"' };
    expect(firstError('include "a"', files)).toBe("SP111 dir/b:2:2");
  });

  it("refuses includes deeper than ten levels, and takes ten", () => {
    const files: Record<string, string> = { "dir/f11": "end" };
    for (let i = 1; i <= 10; i++) files[`dir/f${i}`] = `include "f${i + 1}";`;
    expect(firstError('include "f1"', files)).toBe("SP112 dir/f10:1:1");
    expect(readAll('include "f2"', files).map((t) => t.text)).toEqual(["end"]);
  });

  it("refuses includes that multiply beyond the limit", () => {
    const files: Record<string, string> = { "dir/f10": " ".repeat(100_000) };
    for (let i = 1; i < 10; i++) files[`dir/f${i}`] = `include "f${i + 1}"`.repeat(10);
    expect(firstError('include "f1"', files)).toMatch(/^SP107 /);
  });
});
