/** The queue by itself, with tasks that take no work; where there is no Redis, these tests are not run. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Redis } from "ioredis";
import { Worker } from "bullmq";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { QUEUE_NAME } from "./connection.ts";
import { type Errand, openCoordinator } from "./coordinator.ts";
import { endAll, findPort, HAS_REDIS, start, startRedis } from "./example.ts";
import { type Handler, serveQueue } from "./serve.ts";
import { readQueue } from "./status.ts";

const KEY = new TextEncoder().encode("k".repeat(32));
const KIND = "greeting";
const HOOKS = fileURLToPath(new URL("../../bin/register-typescript.mjs", import.meta.url));
const ASK_OVER = fileURLToPath(new URL("fixtures/ask-over.ts", import.meta.url));

const nothing = (): void => undefined;
const forever = new AbortController().signal;
const errand = (body: string, priority?: number): Errand<string> => ({
  kind: KIND,
  body,
  name: `the greeting ${body}`,
  read: String,
  differ: () => undefined,
  ...(priority === undefined ? {} : { priority }),
});

afterAll(endAll);

describe.runIf(HAS_REDIS)("a queue", { timeout: 60_000 }, () => {
  let url = "";
  beforeAll(async () => {
    const port = await findPort();
    url = `redis://127.0.0.1:${port}`;
    await startRedis(port);
  });

  /** A worker; gives what ends it. */
  function serve(handler: Handler, note: (text: string) => void = nothing): () => Promise<unknown> {
    const stop = new AbortController();
    const handlers = new Map([[KIND, handler]]);
    const served = serveQueue({ url, concurrency: 1, handlers, key: KEY }, note, stop.signal);
    return () => {
      stop.abort();
      return served;
    };
  }

  it("ends a task that workers fail at three times, with the reason: AS149", async () => {
    const queue = await openCoordinator(url, nothing, { key: KEY });
    let tries = 0;
    const end = serve(() => {
      tries += 1;
      return Promise.reject(new Error("the greeting is too long."));
    });
    await expect(queue.ask(errand("fail"), forever)).rejects.toThrow(
      /AS149.*No worker could do the greeting fail: the greeting is too long/,
    );
    expect(tries).toBe(3);
    await queue.close();
    await end();
  });

  it("gives a task over which three workers ended to nobody more: AS148", async () => {
    const queue = await openCoordinator(url, nothing, { key: KEY });
    const asked = expect(queue.ask(errand("poison"), forever)).rejects.toThrow(
      /AS148.*Three workers ended over the greeting poison/,
    );
    // Whoever takes a task and is never heard of again is what a worker that was killed is to the queue.
    const connection = { host: "127.0.0.1", port: Number(new URL(url).port), maxRetriesPerRequest: null };
    const quick = { connection, lockDuration: 300, stalledInterval: 150, maxStalledCount: 2 };
    const killed = new Worker(QUEUE_NAME, undefined, quick);
    await killed.startStalledCheckTimer();
    const taken: unknown[] = [];
    while (taken.length < 3) {
      const job = await killed.getNextJob(`worker ${taken.length}`);
      if (job !== undefined) taken.push(job.data);
    }
    const greeted: string[] = [];
    const end = serve((body) => {
      greeted.push(body);
      return Promise.resolve(body);
    });
    await asked;
    expect(greeted).toEqual([]);
    await end();
    await queue.close();
    await killed.close(true);
  });

  it("does first what is wanted first", async () => {
    const queue = await openCoordinator(url, nothing, { key: KEY });
    const done: string[] = [];
    const asked = [errand("late", 2), errand("later", 2), errand("first", 1)].map((one) => queue.ask(one, forever));
    while ((await readQueue(url, "look", nothing)).waiting < 3) await new Promise((resolve) => setImmediate(resolve));
    const end = serve((body) => {
      done.push(body);
      return Promise.resolve(body);
    });
    await Promise.all(asked);
    expect(done).toEqual(["first", "late", "later"]);
    await queue.close();
    await end();
  });

  it("is drained, and whoever still wants something hands it in again", async () => {
    const queue = await openCoordinator(url, nothing, { key: KEY });
    const asked = ["one", "two", "three"].map((body) => queue.ask(errand(body), forever));
    while ((await readQueue(url, "look", nothing)).waiting < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(await readQueue(url, "drain", nothing)).toMatchObject({ waiting: 0, drained: 3, running: [], workers: [] });
    const end = serve((body) => Promise.resolve(`${body}!`));
    const answers = await Promise.all(asked);
    expect(answers.map(([{ value }]) => value)).toEqual(["one!", "two!", "three!"]);
    await queue.close();
    expect(await readQueue(url, "drain", nothing)).toMatchObject({ drained: 0 });
    await end();
  });

  it.each(["the asker stops", "the asker is done"])("ends what a worker does when %s", async (how) => {
    const queue = await openCoordinator(url, nothing, { key: KEY });
    const stop = new AbortController();
    let begin: () => void = nothing;
    const begun = new Promise<void>((resolve) => (begin = resolve));
    let ended: () => void = nothing;
    const cancelled = new Promise<void>((resolve) => (ended = resolve));
    const end = serve((_, signal) => {
      signal.addEventListener("abort", ended, { once: true });
      begin();
      return cancelled.then(() => "never taken");
    });
    const asked = queue.ask(errand(how), stop.signal).catch((error: unknown) => (error as Error).name);
    await begun;
    if (how === "the asker stops") stop.abort();
    await queue.close();
    await cancelled;
    expect(stop.signal.aborted ? await asked : "AbortError").toBe("AbortError");
    await end();
  });

  it("waits for no answer that nobody can give any more", async () => {
    const queue = await openCoordinator(url, nothing, { key: KEY });
    const stop = new AbortController();
    const asked = queue.ask(errand("nobody"), stop.signal);
    stop.abort();
    await expect(asked).rejects.toThrow(/abort/i);
    await queue.close();
  });
});

const HAS_OPENSSL = spawnSync("openssl", ["version"]).status === 0;

describe.runIf(HAS_REDIS && HAS_OPENSSL)("a queue over TLS, with a user of its own", { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), "assay-tls-"));
  const at = (name: string): string => join(folder, name);
  const authority = at("authority.crt");
  let host = "";
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  beforeAll(async () => {
    const about = ["-nodes", "-newkey", "rsa:2048", "-keyout", at("redis.key"), "-subj", "/CN=127.0.0.1"];
    const made = ["req", "-x509", "-days", "2", ...about, "-out", authority, "-addext", "subjectAltName=IP:127.0.0.1"];
    expect(spawnSync("openssl", made).status).toBe(0);
    const [plain, port] = [await findPort(), await findPort()];
    const files = ["--tls-cert-file", authority, "--tls-key-file", at("redis.key"), "--tls-ca-cert-file", authority];
    await startRedis(plain, ["--tls-port", `${port}`, ...files, "--tls-auth-clients", "no"]);
    const redis = new Redis(plain, "127.0.0.1");
    // As docs/cli.md has it.
    const rights = "~bull:assay-tasks:* ~assay:campaign:* &* +@all -@dangerous +info +client".split(" ");
    await redis.call("ACL", "SETUSER", "assay", "on", ">secret", ...rights);
    await redis.call("ACL", "SETUSER", "default", "off");
    redis.disconnect();
    host = `127.0.0.1:${port}`;
  });

  it.each([
    ["the user and the authority", "assay:secret@", true, "hello there, 1 worker"],
    ["a wrong password", "assay:wrong@", true, "AS124"],
    ["no user", "", true, "AS124"],
    ["an authority that nobody named", "assay:secret@", false, "AS124"],
  ])("%s", async (_, user, isNamed, said) => {
    const words = ["--import", HOOKS, ASK_OVER, `rediss://${user}${host}`];
    const { child, said: told } = start(process.execPath, words, isNamed ? { NODE_EXTRA_CA_CERTS: authority } : {});
    await new Promise((resolve) => child.on("exit", resolve));
    expect(told()).toContain(said);
    expect(told()).not.toContain("secret");
  });
});
