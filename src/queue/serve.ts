/**
 * Does tasks out of a queue, on this machine.
 *
 * What stands in the queue is read with care, and only of this build and key; the reason of every refusal is told once. A
 * worker that is killed has its task taken over by another; a task over which three were killed is given to nobody more.
 */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { type Job, Worker } from "bullmq";
import type { Redis } from "ioredis";
import { digestBuild } from "../files/build-identity.ts";
import {
  closeConnection,
  connectQueue,
  LIFE,
  nameCampaignKey,
  openClock,
  QUEUE_NAME,
  SIGN_LASTS,
} from "./connection.ts";
import { type Envelope, type QueuedTask, type QueueTrust, readTask, writeDone } from "./envelope.ts";
import { readQueueKey } from "./queue-key.ts";

/** Does tasks of one kind. Rejects where the body is none; `unable: ...` in the message where another worker might. */
export type Handler = (body: string, signal: AbortSignal) => Promise<string>;

/** Options of a worker. */
export interface ServeOptions extends Partial<QueueTrust> {
  readonly url: string;
  /** Tasks at once. */
  readonly concurrency: number;
  /** By kind of task. */
  readonly handlers: ReadonlyMap<string, Handler>;
  /** For one task; undefined: as long as it takes. */
  readonly timeoutSeconds?: number | undefined;
  /** After how long without a sign of life a worker counts as gone; another time than usual is a seam for tests. */
  readonly lockMilliseconds?: number;
  /** So often a task may lose its worker and be given to another; as above. */
  readonly mostLosses?: number;
}

const LOCK = 10_000;
const MOST_LOSSES = 2;
/** Whoever refuses a task leaves others the time to take it, in milliseconds. */
const PAUSE = 1_000;
/** How often it is looked whether campaigns are wanted still. */
const LOOK = 400;

/** Works until it is stopped; gives how many tasks were done. Throws DiagnosticError (AS124, AS147) where the queue cannot be used. */
export async function serveQueue(
  {
    url,
    concurrency,
    handlers,
    timeoutSeconds,
    lockMilliseconds = LOCK,
    mostLosses = MOST_LOSSES,
    ...trusted
  }: ServeOptions,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<{ readonly tasks: number }> {
  const key = "key" in trusted ? trusted.key : readQueueKey(url, process.env);
  const trust: QueueTrust = { build: trusted.build ?? digestBuild(), key };
  const name = `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const told = new Set<string>();
  const refuse = async (error: unknown): Promise<never> => {
    const reason = error instanceof Error ? error.message : String(error);
    if (!told.has(reason) && !reason.startsWith("again: ")) note(`Refused: ${reason}`);
    told.add(reason);
    // What nobody waits for is out of the way at once.
    if (!reason.startsWith("again: nobody")) await new Promise((resolve) => setTimeout(resolve, PAUSE));
    throw error;
  };
  const connection = await connectQueue(url, note);
  const now = await openClock(connection);
  const campaigns = new Campaigns(connection);
  let tasks = 0;
  const worker = new Worker<Envelope>(
    QUEUE_NAME,
    async (job: Job<Envelope>) => {
      const { task, handler } = await take(job.data, trust, now(), name, handlers)
        .then(async (taken) => {
          await campaigns.require(taken.task, now());
          return taken;
        })
        .catch(refuse);
      const limits = timeoutSeconds === undefined ? [] : [AbortSignal.timeout(timeoutSeconds * 1000)];
      const campaign = campaigns.enter(task.campaign);
      const stop = AbortSignal.any([signal, campaign.signal, ...limits]);
      try {
        const body = await handler(task.body, stop);
        tasks += 1;
        return writeDone(task, { worker: name, body }, trust);
      } catch (error) {
        if (limits.some(({ aborted }) => aborted))
          throw new Error(`it took longer than ${timeoutSeconds} s.`, { cause: error });
        if (stop.aborted) throw new Error("again: the worker was stopped.", { cause: error });
        throw error;
      } finally {
        campaign.leave();
      }
    },
    {
      connection,
      name,
      concurrency,
      lockDuration: lockMilliseconds,
      stalledInterval: lockMilliseconds / 2,
      maxStalledCount: mostLosses,
    },
  );
  // The connection says what there is to say, once; BullMQ repeats it for as long as it lasts.
  worker.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  campaigns.close();
  // What was stopped gives its task back; without a queue to give it to, nobody waits.
  await Promise.race([worker.close(), new Promise((resolve) => setTimeout(resolve, LOCK / 4))]);
  closeConnection(connection);
  return { tasks };
}

/** Accepts a task that this worker may do; otherwise rejects with the reason. */
async function take(
  data: unknown,
  trust: QueueTrust,
  now: number,
  name: string,
  handlers: ServeOptions["handlers"],
): Promise<{ readonly task: QueuedTask; readonly handler: Handler }> {
  const task = await Promise.resolve().then(() => readTask(data, trust, now));
  if (task.avoid.includes(name)) throw new Error("again: this worker has done the task; another one should.");
  const handler = handlers.get(task.kind);
  if (handler === undefined) throw new Error(`unable: this worker does no ${task.kind}.`);
  return { task, handler };
}

/** The campaigns that this worker does something for, and whether they are wanted still. */
class Campaigns {
  private readonly redis: Redis;
  private readonly timer: NodeJS.Timeout;
  private readonly open = new Map<string, { readonly ending: AbortController; tasks: number }>();

  constructor(redis: Redis) {
    this.redis = redis;
    this.timer = setInterval(() => void this.look(), LOOK);
  }

  enter(campaign: string): { readonly signal: AbortSignal; readonly leave: () => void } {
    const entry = this.open.get(campaign) ?? { ending: new AbortController(), tasks: 0 };
    entry.tasks += 1;
    this.open.set(campaign, entry);
    const leave = (): void => {
      entry.tasks -= 1;
      if (entry.tasks === 0) this.open.delete(campaign);
    };
    return { signal: entry.ending.signal, leave };
  }

  /** Rejects where nobody waits for the task any more. */
  async require({ campaign, expires }: QueuedTask, now: number): Promise<void> {
    const state = await this.redis.get(nameCampaignKey(campaign));
    const age = now - (expires - LIFE);
    if (state === "cancelled" || (state === null && age > SIGN_LASTS * 1000))
      throw new Error("again: nobody waits for it.");
  }

  close(): void {
    clearInterval(this.timer);
  }

  private async look(): Promise<void> {
    const names = [...this.open.keys()];
    if (names.length === 0 || this.redis.status !== "ready") return;
    const states = await this.redis.mget(names.map(nameCampaignKey)).catch(() => []);
    for (const [i, name] of names.entries()) if (states[i] === "cancelled") this.open.get(name)?.ending.abort();
  }
}
