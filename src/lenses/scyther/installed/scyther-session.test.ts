import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { makeFolder } from "../../../assess/example.ts";
import { makeStub, pathOfModel } from "./example.ts";
import type { Verdict } from "../../../core/verdict/verdict.ts";
import { loadProtocol } from "../../../repository/load-protocol.ts";
import type { LoadedSource } from "../../loaded-source.ts";
import { loadSource } from "../../../repository/load-source.ts";
import { DEFAULT_OPTIONS } from "../../options.ts";
import { resolveSources } from "../../../repository/resolve-sources.ts";
import { openScytherSession } from "./scyther-session.ts";

const NSPK = pathOfModel("e01-nspk.spdl");
const LONG = 60_000;

async function load(word: string): Promise<LoadedSource> {
  const [source] = resolveSources([word], "protocol").sources;
  if (source === undefined) throw new Error(`there is no ${word}`);
  return loadSource(source, DEFAULT_OPTIONS, loadProtocol);
}

interface Asked {
  readonly word?: string;
  readonly milliseconds?: number;
  readonly signal?: AbortSignal;
}

/** Judges with a stub's answers, by label. */
async function judge(
  behaviour: string,
  labels: readonly string[],
  asked: Asked = {},
): Promise<(Verdict | undefined)[]> {
  const { word = NSPK, milliseconds = LONG, signal = new AbortController().signal } = asked;
  const loaded = await load(word);
  const session = openScytherSession({ path: makeStub(behaviour), version: "1.3.0", from: "PATH" }, loaded);
  const conditions = { now: () => 0, pause: () => Promise.resolve(), signal };
  try {
    const verdicts: (Verdict | undefined)[] = [];
    for (const label of labels) {
      const listed = loaded.claims.find((claim) => claim.label === label);
      if (listed === undefined) throw new Error(`there is no claim ${label}`);
      verdicts.push((await session.judge(listed, conditions, milliseconds))?.verdict);
    }
    return verdicts;
  } finally {
    session.close();
  }
}

/** The stub "honest" that writes a letter for each of its starts. */
function makeCounting(log: string): string {
  const stub = new URL("fixtures/stub.mjs", import.meta.url).href;
  const program = `#!/usr/bin/env node\nrequire("node:fs").appendFileSync(${JSON.stringify(log)}, "x");\nimport(${JSON.stringify(stub)});\n`;
  const path = join(makeFolder({ honest: program }), "honest");
  chmodSync(path, 0o755);
  return path;
}

async function codesOf(work: Promise<unknown>): Promise<string[]> {
  try {
    await work;
    return [];
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics.map(({ code, message }) => `${code} ${message}`);
    throw error;
  }
}

describe("a session with Scyther", () => {
  it("reads proofs and attacks as they were recorded, and replays the attacks", async () => {
    const verdicts = await judge("recorded", ["a1", "a4", "b1", "b2", "b3", "b4", "b5", "b6"]);
    expect(verdicts.map((verdict) => verdict?.is)).toEqual([
      ...["holds", "holds", "attack", "attack", "attack", "attack", "holds", "attack"],
    ]);
    expect(verdicts[0]).toMatchObject({ scope: "unbounded", method: "scyther", theory: "exact" });
    const [, , attack] = verdicts;
    const told = attack?.is === "attack" ? attack.trace.narration.join("\n") : "";
    expect(told).toContain("claims that na is secret, but the intruder has it");
  });

  it("says of an attack that does not replay that it does not, and shows it", async () => {
    const [verdict] = await judge("forging", ["b2"]);
    expect(verdict).toMatchObject({ is: "inconclusive", why: "not-replayed" });
    const { notes = [], evidence = [] } = verdict?.is === "inconclusive" ? verdict : {};
    expect(notes.join()).toMatch(/cannot take place|do not take/);
    expect(evidence[0]).toMatch(/^run 0 of B in nspk/);
  });

  it("asks about the generated model of a description, and says what that leaves out", async () => {
    const labels = ["DU1", "HA1", "HA2", "HA3"];
    const loaded = await load("phr-sharing");
    const present = loaded.claims.filter(({ role }) => role === "DU" || role === "HA").map(({ label }) => label);
    const chosen = labels.filter((label) => present.includes(label));
    const verdicts = await judge("honest", chosen, { word: "phr-sharing" });
    expect(verdicts.length).toBeGreaterThan(1);
    for (const [i, verdict] of verdicts.entries()) {
      const claim = loaded.claims.find(({ label }) => label === chosen[i]);
      const narrowed = claim?.role === "HA" && claim.claim.kind !== "Secret";
      if (narrowed) expect(verdict).toMatchObject({ is: "inconclusive", why: "incomplete" });
      else expect(verdict).toMatchObject({ is: "holds", theory: "approximated" });
    }
  });

  it("judges a Reachable that stands in no file", async () => {
    const loaded = await load(NSPK);
    const implicit = loaded.claims.find(({ claim }) => claim.implicit === true)?.label ?? "";
    expect(await judge("honest", [implicit])).toEqual([{ is: "vacuous", blocked: "claim" }]);
  });

  it.each([
    ["silent", "AS606 The output of Scyther cannot be read: it is empty."],
    ["garbage", "AS606 The output of Scyther cannot be read:"],
    ["truncated", "AS606 The output of Scyther cannot be read:"],
    ["two-faced", "AS606 The output of Scyther cannot be read: the table says Fail"],
    ["huge", "AS606 Scyther prints too much."],
    ["crashing", "AS605 Scyther ends without a result: it ended with status 139."],
    ["killed", "AS605 Scyther ends without a result: it was ended by SIGSEGV."],
    ["refusing", "AS604 Scyther rejects the model:  Send role does not correspond"],
  ])("makes an error of a Scyther that is %s", async (behaviour, message) => {
    const said = await codesOf(judge(behaviour, ["a1"]));
    expect(said).toEqual([expect.stringContaining(message)]);
  });

  it("asks about every claim alone where Scyther crashes over all of them", async () => {
    const verdicts = await judge("weary", ["a1", "a4"]);
    expect(verdicts.map((verdict) => verdict?.is)).toEqual(["holds", "holds"]);
  });

  it("starts one process for a model, whatever number of claims is asked about", async () => {
    const log = join(makeFolder({}), "log");
    const counting = makeCounting(log);
    const loaded = await load(NSPK);
    const conditions = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };
    const count = async (questions: number): Promise<number> => {
      writeFileSync(log, "");
      const session = openScytherSession({ path: counting, version: "1.3.0", from: "PATH" }, loaded, questions);
      for (const listed of loaded.claims.slice(0, questions)) await session.judge(listed, conditions, LONG);
      session.close();
      return readFileSync(log, "utf8").length;
    };
    expect(loaded.claims.length).toBeGreaterThan(5);
    expect(await count(loaded.claims.length)).toBe(1);
    expect(await count(1)).toBe(1);
  });

  it("says once that a model is refused", async () => {
    const loaded = await load(NSPK);
    const session = openScytherSession({ path: makeStub("refusing"), version: "1.3.0", from: "PATH" }, loaded);
    const conditions = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };
    const [first, second] = loaded.claims;
    if (first === undefined || second === undefined) throw new Error("no claims");
    expect(await codesOf(session.judge(first, conditions, LONG))).toHaveLength(1);
    expect(await session.judge(second, conditions, LONG)).toBeUndefined();
    session.close();
  });

  it("ends at the time-out and when cancelled, and says which", async () => {
    expect(await judge("slow", ["a1"], { milliseconds: 1 })).toMatchObject([{ is: "inconclusive", why: "timeout" }]);
    expect(await judge("slow", ["a1"], { signal: AbortSignal.abort() })).toMatchObject([
      { is: "inconclusive", why: "cancelled" },
    ]);
  });

  it("says that a process has printed nothing in its time, and only then", async () => {
    const loaded = await load(NSPK);
    const conditions = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };
    const explain = async (behaviour: string): Promise<Verdict | undefined> => {
      const session = openScytherSession({ path: makeStub(behaviour), version: "1.3.0", from: "PATH" }, loaded);
      const [first] = loaded.claims;
      if (first === undefined) throw new Error("no claims");
      expect(session.explainLate()).toBeUndefined();
      await session.judge(first, conditions, behaviour === "slow" ? 1 : LONG);
      session.close();
      return session.explainLate();
    };
    expect(await explain("slow")).toMatchObject({ why: "no-answer", notes: [expect.stringContaining("AS605")] });
    expect(await explain("honest")).toBeUndefined();
  });

  it("leaves the claim open where a process takes more memory than it may", async () => {
    const loaded = await load(NSPK);
    const greedy = "#!/usr/bin/env node\nconst kept = [];\nsetInterval(() => kept.push(Buffer.alloc(2e7, 1)), 5);\n";
    const path = join(makeFolder({ greedy }), "greedy");
    chmodSync(path, 0o755);
    const memory = { limit: 150 * 1024 * 1024, used: () => 0, collect: () => undefined };
    const conditions = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal, memory };
    const session = openScytherSession({ path, version: "1.3.0", from: "PATH" }, loaded, 1);
    const [first] = loaded.claims;
    if (first === undefined) throw new Error("no claims");
    const driven = await session.judge(first, conditions, LONG);
    session.close();
    expect(driven?.verdict).toMatchObject({ why: "no-answer", notes: [expect.stringContaining("AS605")] });
  });

  it("leaves nothing on the disk", async () => {
    const before = new Set(readdirSync(tmpdir()).filter((name) => name.startsWith("assay-scyther-")));
    const loaded = await load(NSPK);
    const session = openScytherSession({ path: makeStub("honest"), version: "1.3.0", from: "PATH" }, loaded);
    const conditions = { now: () => 0, pause: () => Promise.resolve(), signal: new AbortController().signal };
    const [first] = loaded.claims;
    if (first === undefined) throw new Error("no claims");
    await session.judge(first, conditions, LONG);
    const made = readdirSync(tmpdir()).filter((name) => name.startsWith("assay-scyther-") && !before.has(name));
    expect(made.length).toBeGreaterThan(0);
    session.close();
    session.close();
    expect(made.every((name) => existsSync(`${tmpdir()}/${name}`))).toBe(false);
  });
});
