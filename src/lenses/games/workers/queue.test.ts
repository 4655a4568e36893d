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
import { openQueue } from "./queue.ts";
import { serveQueue } from "./queue-worker.ts";

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
