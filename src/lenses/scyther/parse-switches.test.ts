import { describe, expect, it } from "vitest";
import { parseSwitches } from "./parse-switches.ts";

const place = { file: "command line", line: 1, column: 1 };
const parse = (words: string) => parseSwitches(words.split(" "), place);

describe("parseSwitches", () => {
  it.each([
    ["--match=1", { match: 1 }],
    ["--match 2", { match: 2 }],
    ["-m1", { match: 1 }],
    ["-m 0", { match: 0 }],
    ["-u", { match: 2 }],
    ["-r2", { maxRuns: 2 }],
    ["--max-runs=7 --max-runs=3", { maxRuns: 3 }],
    ["--max-runs=0", { maxRuns: "unbounded" }],
    ["--unbounded", { maxRuns: "unbounded" }],
    ["--max-states=1000 -a", { maxStates: 1000, autoClaims: true }],
  ])("reads %s", (words, settings) => {
    expect(parse(words)).toEqual({ settings, diagnostics: [] });
  });

  it.each([
    ["--plain -A", ["SP403", "SP403"]],
    ["--prune 1 -r3", ["SP403"]],
    ["-xyz", ["SP403"]],
    ["--init-unique", ["SP402"]],
    ["--filter=p,A", ["SP402"]],
    ["--max-runs=-1", ["SP404"]],
    ["--max-runs=1e3", ["SP404"]],
    ["--max-states=0", ["SP404"]],
    ["--match=3", ["SP404"]],
    ["--match", ["SP404"]],
    ["--bogus", ["SP401"]],
    ["file.spdl", ["SP401"]],
  ])("finds what is wrong with %s", (words, codes) => {
    expect(parse(words).diagnostics.map((diagnostic) => diagnostic.code)).toEqual(codes);
  });

  it("suggests the switch that was probably meant", () => {
    expect(parse("--max-run=3").diagnostics[0]?.help).toBe("Did you mean --max-runs?");
  });
});
