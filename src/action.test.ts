import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly shell?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}

function read<Content>(path: string): { readonly text: string; readonly content: Content } {
  const text = readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
  return { text, content: parse(text) as Content };
}

const action = read<{
  readonly inputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly steps: readonly Step[] };
}>("action.yml");
const workflow = read<{ readonly jobs: Readonly<Record<string, { readonly steps: readonly Step[] }>> }>(
  ".github/workflows/verify.yml",
);
const steps = [...action.content.runs.steps, ...Object.values(workflow.content.jobs).flatMap((job) => job.steps)];

describe("the action", () => {
  it("uses inputs that it has, and has no other", () => {
    const used = [...action.text.matchAll(/inputs\.([a-z-]+)/g)].map(([, name]) => name);
    expect([...new Set(used)].sort()).toEqual(Object.keys(action.content.inputs).sort());
  });

  it("is given inputs that it has", () => {
    const given = steps.filter(({ uses }) => uses === "./").flatMap((step) => Object.keys(step.with ?? {}));
    expect(given.length).toBeGreaterThan(0);
    for (const name of given) expect(Object.keys(action.content.inputs)).toContain(name);
  });

  it("runs scripts that are scripts, into which nothing is pasted", () => {
    const scripts = steps.flatMap(({ run }) => (run === undefined ? [] : [run]));
    expect(scripts.length).toBeGreaterThan(3);
    for (const script of scripts) {
      expect(script).not.toContain("${{");
      const { status, stderr } = spawnSync("bash", ["-n"], { input: script, encoding: "utf8" });
      expect([stderr, status]).toEqual(["", 0]);
    }
  });

  it("names a shell for each script, as composite actions need it", () => {
    for (const { run, shell } of action.content.runs.steps) expect(run === undefined || shell === "bash").toBe(true);
  });
});
