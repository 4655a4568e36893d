import { afterAll, describe, expect, it } from "vitest";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { LENSES } from "../../lenses/registry.ts";
import type { Lens } from "../../lenses/lens.ts";
import type { LoadedSource } from "../../lenses/loaded-source.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { loadSource } from "../../repository/load-source.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { assess } from "../assess.ts";
import type { Environment } from "../environment.ts";
import { LEAKY_MODEL, makeFolder, SOUND_MODEL } from "../example.ts";
import { judgeOnThreads } from "./elsewhere.ts";
import { readJudgeTask, writeJudgeTask } from "./judge-task.ts";
import { openJudgeThreads } from "./judge-threads.ts";

const threads = openJudgeThreads({ count: 2, code: { is: "asker's" }, programs: {} });
afterAll(() => threads.close());

const OPTIONS = {
  ...DEFAULT_OPTIONS,
  ban: "added",
  honest: "added",
  typeFlaws: "added",
  executed: "added",
  plays: 8,
} as const;

async function run(words: readonly string[], parts: Partial<Environment> = {}) {
  const { timings, ...lasting } = await assess(resolveSources(words, "protocol"), OPTIONS, {
    version: "0.0.0",
    now: () => performance.now(),
    pause: () => new Promise((resolve) => setImmediate(resolve)),
    signal: new AbortController().signal,
    loadProtocol,
    lenses: LENSES,
    listen: () => undefined,
    machine: {},
    ...parts,
  });
  return { timings, lasting };
}

async function load(name: string): Promise<LoadedSource> {
  const [source] = resolveSources([name], "protocol").sources;
  if (source === undefined) throw new Error(name);
  return loadSource(source, OPTIONS, loadProtocol);
}

describe("jobs on threads", () => {
  it("come to the same as here, byte for byte, with what follows from their findings", {
    timeout: 240_000,
  }, async () => {
    const folder = makeFolder({
      "leaky.spdl": LEAKY_MODEL,
      "sound.spdl": SOUND_MODEL,
      "wrong.spdl": "protocol p(A) { role A { send_1(A, B, x); } }",
    });
    const words = [folder, "needham-schroeder", "needham-schroeder-shared"];
    const here = await run(words);
    const there = await run(words, { elsewhere: judgeOnThreads(threads) });
    expect(here.lasting.findings.length).toBeGreaterThan(30);
    expect(JSON.stringify(there.lasting)).toBe(JSON.stringify(here.lasting));
  });

  it("are about what they say, or are refused", async () => {
    const subject = await load("needham-schroeder");
    const lens = LENSES.find(({ name }) => name === "verifier") as Lens;
    const [job] = lens.plan(subject, OPTIONS, []);
    if (job === undefined) throw new Error("no job");
    const task = { job, subject, milliseconds: 1000, earlier: [] };
    const text = writeJudgeTask(task, 1e7) ?? "";
    const read = readJudgeTask(text);
    expect(read.subject.digests).toEqual(subject.digests);
    expect(read.subject.claims).toEqual(subject.claims);
    expect(() => readJudgeTask(text.replaceAll('"Secret"', '"Alive"'))).toThrow(TypeError);
    expect(() => readJudgeTask("{}")).toThrow(TypeError);
    expect(writeJudgeTask(task, 100)).toBeUndefined();
  });

  it("end within a second when nobody wants them, and the thread's place is free again", {
    timeout: 60_000,
  }, async () => {
    const subject = await load("phr-sharing");
    const lens = LENSES.find(({ name }) => name === "verifier") as Lens;
    const [job] = lens.plan(subject, OPTIONS, []);
    if (job === undefined) throw new Error("no job");
    const text = writeJudgeTask({ job, subject, milliseconds: 1e6, earlier: [] }, 1e7) ?? "";
    const one = openJudgeThreads({ count: 1, code: { is: "none" }, programs: {} });
    const stop = new AbortController();
    const begun = new Promise<void>((begin) => {
      one.run(text, stop.signal, begin).catch(() => undefined);
    });
    await begun;
    stop.abort();
    await expect(one.run("{}", new AbortController().signal)).rejects.toThrow(/not an object/);
    await one.close();
  });
});
