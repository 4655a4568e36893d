import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { DEFAULT_CHOICES, writeRepository } from "./repository/scaffold.ts";

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
interface Workflow {
  readonly jobs: Readonly<
    Record<
      string,
      { readonly strategy?: { readonly matrix: Readonly<Record<string, unknown>> }; readonly steps: readonly Step[] }
    >
  >;
}

const workflow = read<Workflow>(".github/workflows/verify.yml");
const release = read<Workflow>(".github/workflows/release.yml");
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

describe("the workflows", () => {
  const scaffolded = writeRepository({ ...DEFAULT_CHOICES, ci: "github" }, "protocol", "./assay-0.1.0.tgz").find(
    ({ name }) => name.endsWith(".yml"),
  );
  const texts = [action.text, workflow.text, release.text, scaffolded?.text ?? ""];

  it("name the actions of others by commit, with the version beside it, and each by one commit", () => {
    const used = texts.flatMap((text) =>
      [...text.matchAll(/uses: (\S+)(.*)/g)].map(([, action = "", note]) => ({ action, note })),
    );
    const others = used.filter(({ action }) => action !== "./");
    expect(others.length).toBeGreaterThan(9);
    const commits = new Map<string, string>();
    for (const { action, note } of others) {
      expect(action).toMatch(/^[\w-]+(\/[\w-]+)+@[0-9a-f]{40}$/);
      expect(note).toMatch(/^ # v\d+\.\d+\.\d+$/);
      const [name = "", commit = ""] = action.split("@");
      expect([name, commits.get(name) ?? commit]).toEqual([name, commit]);
      commits.set(name, commit);
    }
  });

  it("run what .ci/run runs on every version of Node.js that is supported, before a release too", () => {
    const { test } = workflow.content.jobs;
    expect(test?.strategy?.matrix).toEqual({ node: ["20", "22", "24"] });
    expect(test?.steps.find(({ uses }) => uses?.startsWith("actions/setup-node@"))?.with).toMatchObject({
      "node-version": "${{ matrix.node }}",
    });
    expect(test?.steps.map(({ run }) => run)).toContain("bash .ci/run");
    expect(Object.keys(workflow.content.jobs)).toEqual(["test", "audit", "second-opinions"]);
    const runs = release.content.jobs["publish"]?.steps.map(({ run = "" }) => run) ?? [];
    const at = (word: string): number => runs.findIndex((run) => run.includes(word));
    expect(at("bash .ci/run")).toBeGreaterThan(0);
    expect(at("bill-of-materials")).toBeGreaterThan(at("npm pack"));
    expect(at("npm publish")).toBeGreaterThan(at("bill-of-materials"));
  });

  it("install without install scripts", () => {
    const commands = [...texts, readFileSync(new URL("../.ci/run", import.meta.url), "utf8")].flatMap(
      (text) => text.match(/npm (ci|install)\b.*/g) ?? [],
    );
    expect(commands.length).toBeGreaterThan(2);
    for (const command of commands) expect(command).toContain("--ignore-scripts");
  });
});
