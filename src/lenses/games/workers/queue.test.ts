/** Plays through a Redis of its own; where none is installed, these tests are not run. */
import { fileURLToPath } from "node:url";
import { Worker } from "bullmq";
import { afterAll, describe, expect, it } from "vitest";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { digestBuild } from "../../../files/build-identity.ts";
import { QUEUE_NAME } from "../../../queue/connection.ts";
import { type Envelope, readTask, writeDone } from "../../../queue/envelope.ts";
import { endAll, findPort, HAS_REDIS, start, startRedis } from "../../../queue/example.ts";
import { readQueueKey } from "../../../queue/queue-key.ts";
import { type ServeOptions, serveQueue } from "../../../queue/serve.ts";
import { makePlan, runToEnd } from "./example.ts";
import { openPool } from "./pool.ts";
import { openQueue, type PlayQueueOptions, PLAYS, servePlays } from "./queue.ts";

const ASSAY = fileURLToPath(new URL("../../../../bin/assay.mjs", import.meta.url));

afterAll(endAll);

describe("a queue", () => {
  it.runIf(HAS_REDIS)("gives the same bytes as a pool, and a worker's stop loses nothing", async () => {
    const port = await findPort();
    const url = `redis://127.0.0.1:${port}`;
    await startRedis(port);
    const plan = makePlan({ length: { kind: "plays", plays: 60 } });
    const queue = await openQueue(url, () => undefined);
    const outcome = runToEnd(plan, queue);
    const stop = new AbortController();
    const served = serve({ url }, () => undefined, stop.signal);
    const found = await outcome;
    stop.abort();
    expect(await served).toEqual({ tasks: 6 });
    await queue.close();
    const pool = openPool(1);
    expect(JSON.stringify(found)).toBe(JSON.stringify(await runToEnd(plan, pool)));
    await pool.close();
  });

  const QUICK = makePlan({ length: { kind: "plays", plays: 40 } });

  /** A worker with one thread. */
  async function serve(
    { url, ...more }: Partial<ServeOptions> & { readonly url: string },
    note: (text: string) => void,
    signal: AbortSignal,
  ) {
    const pool = openPool(1);
    const handlers = new Map([[PLAYS, servePlays(pool, new Map())]]);
    const served = await serveQueue({ url, concurrency: 2, handlers, ...more }, note, signal);
    await pool.close();
    return served;
  }

  /** Plays on a queue that a worker serves, both with what a test wants of them. */
  async function playServed(coordinator: PlayQueueOptions, worker: Partial<ServeOptions>, liar?: Liar) {
    const port = await findPort();
    const url = `redis://127.0.0.1:${port}`;
    await startRedis(port);
    const notes: string[] = [];
    const said: string[] = [];
    const queue = await openQueue(url, (text) => notes.push(text), coordinator);
    const stop = new AbortController();
    const served = serve({ url, ...worker }, (text) => said.push(text), stop.signal);
    const lying =
      liar === undefined
        ? undefined
        : lie(url, { key: "key" in coordinator ? coordinator.key : readQueueKey(url, process.env) }, liar);
    const settled = new AbortController();
    const outcome = await runToEnd(QUICK, queue)
      .then(async (found) => {
        await queue.settle?.(settled.signal);
        return found;
      })
      .catch((error: unknown) => error as Error);
    stop.abort();
    await served;
    await lying?.close(true);
    await queue.close();
    return { outcome, notes, said };
  }

  async function playHere() {
    const pool = openPool(1);
    const found = await runToEnd(QUICK, pool);
    await pool.close();
    return found;
  }

  /** A false worker's answer to a task. */
  type Liar = (task: ReturnType<typeof readTask>, plan: { readonly from: number }) => unknown;

  function lie(url: string, trust: Pick<PlayQueueOptions, "key">, liar: Liar): Worker<Envelope> {
    const { hostname, port } = new URL(url);
    const connection = { host: hostname, port: Number(port), maxRetriesPerRequest: null };
    const worker = new Worker<Envelope>(
      QUEUE_NAME,
      async ({ data }) => {
        const task = readTask(data, { build, key: trust.key }, 0);
        return Promise.resolve(liar(task, JSON.parse(task.body) as { from: number }));
      },
      { connection, concurrency: 2 },
    );
    worker.on("error", () => undefined);
    return worker;
  }

  const key = new TextEncoder().encode("k".repeat(32));
  const other = new TextEncoder().encode("l".repeat(32));
  const build = digestBuild();

  it.runIf(HAS_REDIS)("tells of a worker of another build, and gives no verdict by it", async () => {
    const { outcome, notes, said } = await playServed({}, { build: `sha256:${"0".repeat(64)}` });
    expect(outcome).toBeInstanceOf(DiagnosticError);
    expect(String(outcome)).toContain("AS140");
    expect(notes.join("\n")).toContain("AS140");
    expect(said.join("\n")).toMatch(/Refused: AS140: the task is of build sha256:[0-9a-f]+, this worker of sha256:0/);
  });

  it.runIf(HAS_REDIS)("tells of a worker with another key, and of one with none", async () => {
    const wrong = await playServed({ key }, { key: other });
    expect(String(wrong.outcome)).toContain("AS141");
    expect(wrong.said.join("\n")).toContain("AS141");
    const none = await playServed({ key }, { key: undefined });
    expect(String(none.outcome)).toContain("AS141");
    const right = await playServed({ key, draw: () => 0.5 }, { key });
    expect(JSON.stringify(right.outcome)).toBe(JSON.stringify(await playHere()));
    expect(right.notes.join("\n")).toMatch(/1 of 4 pieces played again here and equal/);
  });

  const LOST = Array.from({ length: 10 }, () => ({ result: "lost", digest: "ab".repeat(16) }) as const);

  it.runIf(HAS_REDIS)("takes no result of another campaign, and no old one again, whoever plays beside", async () => {
    const falsify = ({ from }: { readonly from: number }) => ({
      worker: "old",
      body: JSON.stringify({ from, plays: LOST }),
    });
    const all: readonly (readonly [Liar, string])[] = [
      // As every version before this one answers.
      [(_, { from }) => ({ from, plays: LOST }), "AS142"],
      [(task, piece) => writeDone({ ...task, campaign: "0" }, falsify(piece), { build, key }), "AS142"],
      [(task, piece) => writeDone({ ...task, attempt: task.attempt + 7 }, falsify(piece), { build, key }), "AS142"],
      [(task, piece) => writeDone(task, falsify(piece), { build, key: other }), "AS141"],
      [(task, piece) => writeDone({ ...task, build: "sha256:0" }, falsify(piece), { build: "sha256:0", key }), "AS140"],
      [(task) => writeDone(task, { worker: "old", body: "[" }, { build, key }), "AS142"],
    ];
    // One of each code; the others at night.
    const liars = process.env["ASSAY_NIGHTLY"] === "1" ? all : all.filter((_, i) => i === 0 || i === 3 || i === 4);
    const here = JSON.stringify(await playHere());
    for (const [liar, code] of liars) {
      let lies = 0;
      const { outcome, notes } = await playServed({ key }, { key }, async (task, piece) => {
        lies += 1;
        // Now and then only: more of them in a row end the campaign, as is tried above.
        if (lies > 2) await new Promise((resolve) => setTimeout(resolve, 300));
        return lies > 2 ? Promise.reject(new Error("again: no more")) : liar(task, piece);
      });
      expect(JSON.stringify(outcome)).toBe(here);
      if (lies > 0) expect(notes.join("\n")).toContain(code);
    }
  });

  it.runIf(HAS_REDIS)(
    "ends a campaign of which a worker falsified a piece: by playing it again, or by a second worker",
    async () => {
      const liar: Liar = (task, { from }) =>
        writeDone(task, { worker: "liar", body: JSON.stringify({ from, plays: LOST }) }, { build, key });
      const replayed = await playServed({ key, share: 0 }, { key }, liar);
      expect(String(replayed.outcome)).toMatch(/AS143 .*liar/);
      const doubled = await playServed({ key, share: 0, redundancy: 2 }, { key }, liar);
      expect(String(doubled.outcome)).toMatch(/AS144 .*liar/);
    },
  );

  // Ten seconds pass before anybody else takes over what a killed worker had begun.
  it.runIf(HAS_REDIS && process.env["ASSAY_NIGHTLY"] === "1")(
    "loses no piece and counts none twice when a worker is killed and Redis forgets everything",
    async () => {
      const port = await findPort();
      const url = `redis://127.0.0.1:${port}`;
      const redis = await startRedis(port);
      const plan = makePlan({ length: { kind: "plays", plays: 200 } });
      const notes: string[] = [];
      const queue = await openQueue(url, (text) => notes.push(text));
      const outcome = runToEnd(plan, queue);
      const words = [ASSAY, "worker", "--queue", url, "--workers", "1"];
      const killed = start(process.execPath, words);
      await new Promise((resolve) => setTimeout(resolve, 2500));
      killed.child.kill("SIGKILL");
      redis.kill("SIGKILL");
      await startRedis(port);
      const worker = start(process.execPath, words);
      const found = await outcome;
      worker.child.kill("SIGKILL");
      await queue.close();
      const pool = openPool(1);
      expect(JSON.stringify(found)).toBe(JSON.stringify(await runToEnd(plan, pool)));
      await pool.close();
      expect(notes).toEqual(["The queue is lost; waiting until it is back.", "The queue is back; going on."]);
      expect(killed.said().length + worker.said().length).toBeLessThan(2000);
    },
  );

  it.each(["http://127.0.0.1", "redis://127.0.0.1:1"])("%s is told to be no queue that answers", async (url) => {
    await expect(openQueue(url, () => undefined)).rejects.toThrow(/AS124/);
  });
});
