/** Runs against a Redis of its own, on 127.0.0.1 and a free port; where none is installed, these tests are not run. */
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { makePlan, runToEnd } from "./example.ts";
import { openPool } from "./pool.ts";
import { Worker } from "bullmq";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { digestBuild } from "../../../files/build-identity.ts";
import { type QueuedPiece, writeResult } from "./envelope.ts";
import { openQueue, type QueueOptions } from "./queue.ts";
import { QUEUE_NAME } from "./queue-connection.ts";
import { serveQueue, type WorkerOptions } from "./queue-worker.ts";

const REDIS = "/usr/bin/redis-server";
const ASSAY = fileURLToPath(new URL("../../../../bin/assay.mjs", import.meta.url));
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill("SIGKILL");
});

async function findPort(): Promise<number> {
  const server = createServer();
  const port = await new Promise<number>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Starts a program; what it says on stderr is kept, and never more than this. */
function start(
  program: string,
  words: readonly string[],
): { readonly child: ChildProcess; readonly said: () => string } {
  const child = spawn(program, [...words], { stdio: ["ignore", "ignore", "pipe"] });
  children.push(child);
  let said = "";
  child.stderr?.on("data", (data: Buffer) => {
    if (said.length < 10_000) said += data.toString();
  });
  return { child, said: () => said };
}

/** A Redis that answers. */
async function startRedis(port: number): Promise<ChildProcess> {
  const folder = mkdtempSync(join(tmpdir(), "assay-redis-"));
  const { child } = start(REDIS, ["--port", `${port}`, "--bind", "127.0.0.1", "--save", "", "--dir", folder]);
  while (!(await isOpen(port))) await new Promise((resolve) => setTimeout(resolve, 50));
  return child;
}

function isOpen(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => {
      socket.destroy();
      resolve(true);
    });
    socket.on("error", () => resolve(false));
  });
}

describe("a queue", () => {
  it.runIf(existsSync(REDIS))("gives the same bytes as a pool, and a worker's stop loses nothing", async () => {
    const port = await findPort();
    const url = `redis://127.0.0.1:${port}`;
    await startRedis(port);
    const plan = makePlan({ length: { kind: "plays", plays: 60 } });
    const queue = await openQueue(url, () => undefined);
    const outcome = runToEnd(plan, queue);
    const stop = new AbortController();
    const served = serveQueue({ url, workers: 1, files: [] }, () => undefined, stop.signal);
    const found = await outcome;
    stop.abort();
    expect(await served).toEqual({ pieces: 6, plays: 60 });
    await queue.close();
    const pool = openPool(1);
    expect(JSON.stringify(found)).toBe(JSON.stringify(await runToEnd(plan, pool)));
    await pool.close();
  });

  const isThere = existsSync(REDIS);
  const QUICK = makePlan({ length: { kind: "plays", plays: 40 } });

  /** Plays on a queue that a worker serves, both with what a test wants of them. */
  async function playServed(coordinator: QueueOptions, worker: Partial<WorkerOptions>, liar?: Liar) {
    const port = await findPort();
    const url = `redis://127.0.0.1:${port}`;
    await startRedis(port);
    const notes: string[] = [];
    const said: string[] = [];
    const queue = await openQueue(url, (text) => notes.push(text), coordinator);
    const stop = new AbortController();
    const served = serveQueue({ url, workers: 1, files: [], ...worker }, (text) => said.push(text), stop.signal);
    const lying = liar === undefined ? undefined : lie(url, liar);
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

  /** What a false worker makes of an honest answer. */
  type Liar = (data: QueuedPiece) => Promise<unknown>;

  function lie(url: string, liar: Liar): Worker<QueuedPiece> {
    const { hostname, port } = new URL(url);
    const connection = { host: hostname, port: Number(port), maxRetriesPerRequest: null };
    const worker = new Worker<QueuedPiece>(QUEUE_NAME, (job) => liar(job.data), { connection, concurrency: 2 });
    worker.on("error", () => undefined);
    return worker;
  }

  const key = new TextEncoder().encode("k".repeat(32));
  const other = new TextEncoder().encode("l".repeat(32));
  const build = digestBuild();

  it.runIf(isThere)("tells of a worker of another build, and gives no verdict by it", async () => {
    const { outcome, notes, said } = await playServed({}, { build: `sha256:${"0".repeat(64)}` });
    expect(outcome).toBeInstanceOf(DiagnosticError);
    expect(String(outcome)).toContain("AS140");
    expect(notes.join("\n")).toContain("AS140");
    expect(said.join("\n")).toMatch(/Refused: AS140: the piece is of build sha256:[0-9a-f]+, this worker of sha256:0/);
  });

  it.runIf(isThere)("tells of a worker with another key, and of one with none", async () => {
    const wrong = await playServed({ key }, { key: other });
    expect(String(wrong.outcome)).toContain("AS141");
    expect(wrong.said.join("\n")).toContain("AS141");
    const none = await playServed({ key }, { key: undefined });
    expect(String(none.outcome)).toContain("AS141");
    const right = await playServed({ key, draw: () => 0.5 }, { key });
    expect(JSON.stringify(right.outcome)).toBe(JSON.stringify(await playHere()));
    expect(right.notes.join("\n")).toMatch(/1 of 4 pieces played again here and equal/);
  });

  it.runIf(isThere)("takes no result of another campaign or build, whoever plays beside", async () => {
    const plays = Array.from({ length: 10 }, () => ({ result: "lost", digest: "ab".repeat(16) }) as const);
    const answers: Liar[] = [
      // As every version before this one answers.
      ({ from }) => Promise.resolve({ from, plays }),
      (piece) =>
        Promise.resolve(
          writeResult(
            { ...piece, campaign: "0" },
            { worker: "old", batch: { from: piece.from, plays } },
            { build, key: undefined },
          ),
        ),
    ];
    for (const [i, liar] of answers.entries()) {
      let lies = 0;
      const { outcome, notes } = await playServed({}, {}, async (piece) => {
        lies += 1;
        // Now and then only: more of them in a row end the campaign, as is tried above.
        if (lies > 2) await new Promise((resolve) => setTimeout(resolve, 300));
        return lies > 2 ? Promise.reject(new Error("no more")) : liar(piece);
      });
      expect(outcome).not.toBeInstanceOf(Error);
      expect(JSON.stringify(outcome)).toBe(JSON.stringify(await playHere()));
      if (lies > 0) expect(notes.join("\n")).toContain(i === 0 ? "AS140" : "AS142");
    }
  });

  it.runIf(isThere)(
    "ends a campaign of which a worker falsified a piece: by playing it again, or by a second worker",
    async () => {
      const plays = Array.from({ length: 10 }, () => ({ result: "lost", digest: "ab".repeat(16) }) as const);
      const trust = { build, key };
      const liar: Liar = (piece) =>
        Promise.resolve(writeResult(piece, { worker: "liar", batch: { from: piece.from, plays } }, trust));
      const replayed = await playServed({ key, share: 0 }, { key }, liar);
      expect(String(replayed.outcome)).toMatch(/AS143 .*liar/);
      const doubled = await playServed({ key, share: 0, redundancy: 2 }, { key }, liar);
      expect(String(doubled.outcome)).toMatch(/AS144 .*liar/);
    },
  );

  // Ten seconds pass before anybody else takes over what a killed worker had begun.
  it.runIf(existsSync(REDIS) && process.env["ASSAY_NIGHTLY"] === "1")(
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
