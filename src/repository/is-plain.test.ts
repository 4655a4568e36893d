import { describe, expect, it } from "vitest";
import { SMALL_PROTOCOL } from "../assess/example.ts";
import { isPlain } from "./is-plain.ts";

const START = 'import { nonce, protocol, secret, senc } from "assay";\n';
const END = '\nexport default protocol("p", { A: "a", B: "b" }).fresh("A", { N: nonce });\n';

describe("a plain description", () => {
  it("is one of names, literals and calls, whatever its comments and texts say", () => {
    expect(isPlain(SMALL_PROTOCOL)).toBe(true);
    expect(isPlain(`// for (;;) process.exit();\n/* while */${START}${END}`)).toBe(true);
    expect(isPlain(`${START}const text = "for (;;);";${END}`)).toBe(true);
    expect(isPlain(`${START}const times = { in: nonce, M: [nonce, nonce] };${END}`)).toBe(true);
    expect(isPlain(`${START}${END.replace(";", ".match(2);")}`)).toBe(true);
  });

  // Each goes on for ever, fills the memory or gets at the process, or could with a little more.
  it.each([
    "for (;;);",
    "while (true);",
    "const f = () => f();",
    "const f = { g: () => f.g() };",
    "function f() {}",
    "process.exit(0);",
    "globalThis.process.exit(0);",
    "setTimeout(nonce, 1);",
    'import fs from "node:fs";',
    'import "node:fs";',
    'import { spawn } from "node:child_process";',
    'import("node:fs");',
    'require("node:fs");',
    'nonce.constructor("return process")();',
    'nonce["constructor"];',
    "nonce[`constructor`];",
    'const { constructor: make } = nonce; make("for (;;);")();',
    "const p = `${nonce}`;",
    '"x".repeat(1e9);',
    '"aaaaaaaaaaaaaaaaaaaaaaaaaaaa".match("(a+)+$");',
    "const more = [...[nonce], ...[nonce]];",
    "const n = 2 ** 30;",
    'const s = "a" + "a";',
    "const r = /(a+)+$/;",
    "new Array(1e9);",
    "Array(1e9);",
    "[nonce].map((x) => x);",
    "await nonce;",
    "throw nonce;",
    "nonce ? nonce : nonce;",
    "const \\u0066or = 1;",
  ])("has nothing of %s", (code) => {
    expect(isPlain(`${START}${code}${END}`)).toBe(false);
  });

  it("is not long", () => {
    expect(isPlain(`${START}${"//\n".repeat(40_000)}${END}`)).toBe(false);
  });
});
