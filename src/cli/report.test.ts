import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../assess/example.ts";
import { renderJson } from "../reports/json/render-json.ts";
import { makeAssessment } from "../core/verdict/example.ts";
import { runHere } from "./example.ts";

const run = (...words: string[]) => runHere(process.cwd(), ...words);

describe("assay report", () => {
  it("renders a stored assessment in every format", async () => {
    const folder = makeFolder({ "a.json": renderJson(makeAssessment()) });
    const path = join(folder, "a.json");
    const starts = {
      text: "example  2 roles, 3 messages",
      json: '{\n  "schema": "assay/assessment-1"',
      markdown: "# Assessment\n",
      sarif: '{\n  "$schema": ',
      junit: "<?xml version",
      latex: "% Made by assay",
    };
    for (const [format, start] of Object.entries(starts)) {
      const { stdout, status } = await run("report", path, "--format", format);
      expect(stdout.slice(0, start.length)).toBe(start);
      expect(status).toBe(0);
    }
    expect((await run("report", path, "--format", "json")).stdout).toBe(readFileSync(path, "utf8"));
  });

  it("writes to a file, and pages to a folder", async () => {
    const folder = makeFolder({ "a.json": renderJson(makeAssessment()) });
    const path = join(folder, "a.json");
    const file = await run("report", path, "--format", "latex", "--out", join(folder, "deep/a.tex"));
    expect([file.stdout, file.status]).toEqual(["", 0]);
    expect(readFileSync(join(folder, "deep/a.tex"), "utf8")).toContain("\\begin{table}");
    const pages = await run("report", path, "--format", "html", "--out", join(folder, "site"));
    expect(pages.stdout).toBe(`${join(folder, "site/index.html")}\n${join(folder, "site/example.html")}\n`);
    expect(readdirSync(join(folder, "site")).sort()).toEqual(["example.html", "index.html"]);
  });

  it("says what is wrong with the command line, with 2", async () => {
    const folder = makeFolder({ "a.json": renderJson(makeAssessment()), "half.json": '{ "schema"', "old.json": "{}" });
    const path = join(folder, "a.json");
    for (const [words, said] of [
      [[path, "--format", "html"], "error AS101: HTML has several pages and cannot go to stdout."],
      [[path, "--format", "pdf"], "error AS101: Option '--format <format>' argument 'pdf' is invalid."],
      [[path, path], "error AS101: There are 2 assessments, not one."],
      [[path, "--merge"], "error AS705: "],
      [[join(folder, "none.json")], "error AS102: No file "],
      [[join(folder, "half.json")], "error AS701: "],
      [[join(folder, "old.json")], "error AS702: "],
      [[path, "--out", join(path, "below")], "error AS401: "],
    ] as const) {
      const { stdout, stderr, status } = await run("report", ...words);
      expect(stderr).toContain(said);
      expect([stdout, status]).toEqual(["", 2]);
    }
    expect(existsSync(join(folder, "site"))).toBe(false);
  });
});

describe("assay audit", () => {
  it.each([
    [["--check", "--shard", "1/2"], "--check and --shard cannot be combined."],
    [["--check", "--changed", "main"], "--check and --changed cannot be combined."],
    [["--shard", "3/2"], "It should be a part and the number of parts, such as 2/8."],
    [["--shard", "0/2"], "such as 2/8."],
  ])("does not take %s", async (words, said) => {
    const { stderr, status } = await run("audit", ...words);
    expect(stderr).toContain(said);
    expect(status).toBe(2);
  });
});
