/** Judging through a queue, with workers that lie; where there is no Redis, these tests are not run. */
import { Worker } from "bullmq";
import { afterAll, describe, expect, it } from "vitest";
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { digestBuild } from "../../files/build-identity.ts";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { LENSES } from "../../lenses/registry.ts";
import { QUEUE_NAME } from "../../queue/connection.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { type Coordinator, openCoordinator } from "../../queue/coordinator.ts";
import { type Envelope, readTask, writeDone } from "../../queue/envelope.ts";
import { endAll, findPort, HAS_REDIS, startRedis } from "../../queue/example.ts";
import { serveQueue } from "../../queue/serve.ts";
import { readQueue } from "../../queue/status.ts";
import { UnableError } from "../../queue/unable-error.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { assess } from "../assess.ts";
import type { Environment } from "../environment.ts";
import { LEAKY_MODEL, makeFolder, SOUND_MODEL } from "../example.ts";
import { JUDGE, judgeOnQueue, serveJudging } from "./elsewhere.ts";
import type { JudgeDone } from "./judge-done.ts";
import { openJudgeThreads } from "./judge-threads.ts";

afterAll(endAll);

const KEY = new TextEncoder().encode("k".repeat(32));
const BUILD = digestBuild();

async function run(folder: string, parts: Partial<Environment> = {}) {
  const { timings, ...lasting } = await assess(resolveSources([folder]), DEFAULT_OPTIONS, {
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
  return { timings, text: JSON.stringify(lasting) };
}

/** A worker's change to an honest answer. */
type Falsify = (done: JudgeDone) => JudgeDone;

/** Judges two models with one worker that falsifies. */
async function judgeServed(folder: string, share: number, falsify?: Falsify) {
  const url = `redis://127.0.0.1:${await findPort()}`;
  await startRedis(Number(new URL(url).port));
  const open = () => openJudgeThreads({ count: 1, code: { is: "none" }, programs: {} });
  const [here, there] = [open(), open()];
  const handler = serveJudging(there);
  const stop = new AbortController();
  const lying =
    falsify &&
    new Worker<Envelope>(
      QUEUE_NAME,
      async ({ data }) => {
        const task = readTask(data, { build: BUILD, key: KEY }, 0);
        const done = JSON.parse(await handler(task.body, stop.signal)) as JudgeDone;
        return writeDone(task, { worker: "liar", body: JSON.stringify(falsify(done)) }, { build: BUILD, key: KEY });
      },
      { connection: { host: "127.0.0.1", port: Number(new URL(url).port), maxRetriesPerRequest: null } },
    );
  const handlers = new Map([[JUDGE, handler]]);
  const served = lying ?? serveQueue({ url, concurrency: 1, handlers, key: KEY }, () => undefined, stop.signal);
  const warnings: Diagnostic[] = [];
  const queue = await openCoordinator(url, () => undefined, { key: KEY });
  const warn = (diagnostic: Diagnostic): void => void warnings.push(diagnostic);
  const elsewhere = judgeOnQueue({ queue, threads: here, warn, note: () => undefined, share });
  const outcome = await run(folder, { elsewhere }).catch((error: unknown) => ({ text: String(error), timings: {} }));
  const status = await readQueue(url, "drain", () => undefined);
  await elsewhere.close();
  stop.abort();
  await (served instanceof Worker ? served.close(true) : served);
  await there.close();
  return { outcome, status, codes: warnings.map(({ code }) => code) };
}

function changeVerdicts(change: (verdict: Verdict) => Verdict): Falsify {
  return (done) => ({
    ...done,
    answers: done.answers.map((answer) =>
      answer.is === "answered" ? { ...answer, verdict: change(answer.verdict) } : answer,
    ),
  });
}

const HOLDS: Verdict = {
  is: "holds",
  scope: "unbounded",
  method: "refinement",
  theory: "exact",
  approximations: [],
  assumptions: [],
  notes: [],
};

describe.runIf(HAS_REDIS)("jobs of lenses on a queue", { timeout: 120_000 }, () => {
  const folder = () => makeFolder({ "leaky.spdl": LEAKY_MODEL, "sound.spdl": SOUND_MODEL });

  it("come to the same as here, byte for byte, and it is said who judged them", async () => {
    const models = folder();
    const { outcome, status, codes } = await judgeServed(models, 0);
    expect(outcome.text).toBe((await run(models)).text);
    expect(outcome.timings).toMatchObject({ origins: expect.anything() as unknown });
    expect(JSON.stringify(outcome.timings)).toMatch(/"origins":\{"the worker [^"]*":\{"verifier":6\}\}/);
    expect(codes).toEqual([]);
    expect(status).toMatchObject({ waiting: 0, running: [], drained: 0 });
  });

  it("are judged here where an attack or a way to a claim does not stand: AS150, and the right verdict", async () => {
    const models = folder();
    const shorten = changeVerdicts((verdict) => {
      if (verdict.is !== "attack") return verdict;
      const { steps, narration } = verdict.trace;
      return { ...verdict, trace: { steps: steps.slice(1), narration: narration.slice(1) } };
    });
    const { outcome, codes } = await judgeServed(models, 0, shorten);
    expect(codes).toEqual(["AS150"]);
    expect(outcome.text).toBe((await run(models)).text);
  });

  it("give no verdict where a worker says of what is attacked that it holds, and is found out by judging again", async () => {
    const lie = changeVerdicts((verdict) => (verdict.is === "attack" ? HOLDS : verdict));
    const { outcome } = await judgeServed(folder(), 1, lie);
    expect(outcome.text).toMatch(/AS150 .*liar/);
  });

  it("are judged here where no worker has what they need", async () => {
    const models = folder();
    const queue: Coordinator = {
      width: 2,
      redundancy: 1,
      isSealed: true,
      ask: () => Promise.reject(new UnableError([diagnose("AS149", "No worker could do it.")])),
      close: () => Promise.resolve(),
    };
    const threads = openJudgeThreads({ count: 1, code: { is: "none" }, programs: {} });
    const notes: string[] = [];
    const note = (text: string): void => void notes.push(text);
    const elsewhere = judgeOnQueue({ queue, threads, warn: () => undefined, note });
    expect((await run(models, { elsewhere })).text).toBe((await run(models)).text);
    expect(notes.join()).toContain("No worker could do it. It is judged here.");
    await elsewhere.close();
  });

  it("are not taken at all where the queue has no key", async () => {
    const url = `redis://127.0.0.1:${await findPort()}`;
    await startRedis(Number(new URL(url).port));
    const queue = await openCoordinator(url, () => undefined, { key: undefined });
    const threads = openJudgeThreads({ count: 1, code: { is: "none" }, programs: {} });
    const nothing = (): void => undefined;
    expect(() => judgeOnQueue({ queue, threads, warn: nothing, note: nothing })).toThrow(/AS147/);
    await queue.close();
  });
});
