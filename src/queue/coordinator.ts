/**
 * Hands tasks to workers on other machines, and takes what comes back.
 *
 * A task has its name in the queue once; one that the queue has lost is handed in again. What comes back is taken if it is
 * the answer to this attempt at this task of this campaign by a worker of this build. A task over which workers end, or
 * that none can do, is an error with its reason; nothing is tried for ever.
 */
import { randomBytes } from "node:crypto";
import { setMaxListeners } from "node:events";
import { type Job, Queue, QueueEvents } from "bullmq";
import type { Redis } from "ioredis";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { digestBuild } from "../files/build-identity.ts";
import { diagnose } from "../files/diagnostics.ts";
import {
  closeConnection,
  connectQueue,
  LIFE,
  nameCampaignKey,
  openClock,
  QUEUE_NAME,
  SIGN_LASTS,
} from "./connection.ts";
import {
  type DoneTask,
  type Envelope,
  identifyTask,
  type QueuedTask,
  type QueueTrust,
  readDone,
  writeTask,
} from "./envelope.ts";
import { readQueueKey } from "./queue-key.ts";
import { UnableError } from "./unable-error.ts";

/** How a queue is used; each has a default. */
export interface QueueOptions extends Partial<QueueTrust> {
  /** How many workers do each task. */
  readonly redundancy?: number;
  /** Tasks in the queue at once. */
  readonly width?: number;
}

/** A request to workers. */
export interface Errand<Value> {
  readonly kind: string;
  readonly body: string;
  /** Urgency: a smaller number comes first, from 1 on. */
  readonly priority?: number;
  /** For messages. */
  readonly name: string;
  /** Throws TypeError for what is no answer. */
  readonly read: (body: string) => Value;
  /** Describes the difference of two answers; undefined: they are equal. */
  readonly differ: (one: Value, other: Value) => string | undefined;
}

/** An answer, and whose it is. */
export interface Answered<Value> {
  readonly worker: string;
  readonly value: Value;
}

/** A queue, as somebody who asks has it. */
export interface Coordinator {
  /** Tasks that are best under way at once: their number bounds what waits here and there. */
  readonly width: number;
  readonly redundancy: number;
  /** False: whoever reaches the queue can answer in a worker's place. */
  readonly isSealed: boolean;
  /** The answers of as many workers as redundancy says, which are equal. Rejects with DiagnosticError (AS140 to AS142, AS144, AS148, AS149). */
  readonly ask: <Value>(
    errand: Errand<Value>,
    signal: AbortSignal,
  ) => Promise<readonly [Answered<Value>, ...Answered<Value>[]]>;
  /** Workers stop what they do for it within a second. */
  readonly close: () => Promise<void>;
}

/** How often a task is looked at of which nothing is heard, in milliseconds. */
const LOOK = 1_000;
/** After what was refused or went wrong, others get the time to take it. */
const PAUSE = 100;
const WIDTH = 64;
/** So many refusals without an answer in between end a campaign. */
const MOST_REFUSALS = 8;
/** So often a task is tried that workers fail at, and one that they say they cannot do. */
const MOST_FAILURES = 3;
const MOST_UNABLE = 20;
/** How often it is said that the campaign is wanted, in milliseconds. */
const SIGN = 5_000;
const CANCELLED_LASTS = 3_600;

/** Opens the queue. Throws DiagnosticError (AS124, AS147) where it cannot be used. */
export async function openCoordinator(
  url: string,
  note: (text: string) => void,
  { redundancy = 1, width = WIDTH, ...trusted }: QueueOptions = {},
): Promise<Coordinator> {
  const key = "key" in trusted ? trusted.key : readQueueKey(url, process.env);
  const trust: QueueTrust = { build: trusted.build ?? digestBuild(), key };
  const connection = await connectQueue(url, note);
  const now = await openClock(connection);
  if (key === undefined) note("The queue has no key: whoever reaches it can answer in a worker's place.");
  const queue = new Queue<Envelope>(QUEUE_NAME, { connection });
  const events = new QueueEvents(QUEUE_NAME, { connection: connection.duplicate() });
  queue.on("error", () => undefined);
  events.on("error", () => undefined);
  const campaign = randomBytes(16).toString("hex");
  const wake = listenFor(events);
  const stopSigns = keepSigning(connection, campaign);
  const told = new Set<string>();
  const tellOnce = (text: string): void => {
    if (!told.has(text)) note(text);
    told.add(text);
  };
  let refusals = 0;
  const refuse = (diagnostic: Diagnostic): void => {
    refusals += 1;
    if (refusals >= MOST_REFUSALS) throw new DiagnosticError([diagnostic]);
    tellOnce(`${diagnostic.code}: ${diagnostic.message} It is done again.`);
  };

  async function askOnce<Value>(
    errand: Errand<Value>,
    copy: number,
    avoid: readonly string[],
    signal: AbortSignal,
  ): Promise<Answered<Value>> {
    const { kind, body, priority, name } = errand;
    const about = { build: trust.build, campaign, kind, body, copy };
    const jobId = identifyTask(about);
    const failed = new Failures(name);
    let queued: QueuedTask | undefined;
    for (let attempt = 0; ; ) {
      if (signal.aborted) queue.remove(jobId).catch(() => undefined);
      signal.throwIfAborted();
      const heard = wake(jobId, LOOK, signal);
      const job = await unlessAborted(queue.getJob(jobId), signal);
      if (job === undefined) {
        queued = { ...about, attempt, avoid, expires: now() + LIFE };
        attempt += 1;
        const kept = { removeOnComplete: { age: SIGN_LASTS }, removeOnFail: { age: SIGN_LASTS } };
        const added = { jobId, attempts: 1, ...kept, ...(priority === undefined ? {} : { priority }) };
        await unlessAborted(queue.add(kind, writeTask(queued, trust), added), signal);
      } else if (job.finishedOn !== undefined) {
        heard.forget();
        await remove(job);
        const done = queued === undefined || isFailed(job) ? undefined : takeDone(job.returnvalue, queued, errand);
        if (done !== undefined && "refused" in done) refuse(done.refused);
        else if (done !== undefined && avoid.includes(done.worker)) tellOnce("A task waits for another worker.");
        else if (done !== undefined) {
          refusals = 0;
          return done;
        } else if (isFailed(job)) {
          const reason = job.failedReason.slice(0, 400);
          const refused = explainRefusal(reason);
          if (refused === undefined) tellOnce(failed.count(reason));
          else refuse(refused);
          await new Promise((resolve) => setTimeout(resolve, PAUSE));
        }
        continue;
      }
      await heard.wait();
    }
  }

  function takeDone<Value>(
    data: unknown,
    queued: QueuedTask,
    { read }: Errand<Value>,
  ): Answered<Value> | { readonly refused: Diagnostic } {
    const done: DoneTask | { readonly refused: Diagnostic } = readDone(data, queued, trust);
    if ("refused" in done) return done;
    try {
      return { worker: done.worker, value: read(done.body) };
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
      return { refused: diagnose("AS142", `What ${done.worker} answers is no result of this task: ${error.message}.`) };
    }
  }

  return {
    width,
    redundancy,
    isSealed: key !== undefined,
    async ask(errand, signal) {
      // As many wait for it as there are tasks under way.
      setMaxListeners(0, signal);
      const first = await askOnce(errand, 0, [], signal);
      const others: (typeof first)[] = [];
      for (let copy = 1; copy < redundancy; copy++) {
        const avoid = [first, ...others].map(({ worker }) => worker);
        others.push(await askOnce(errand, copy, avoid, signal));
      }
      for (const other of others) {
        const difference = errand.differ(first.value, other.value);
        if (difference === undefined) continue;
        const message = `The workers ${first.worker} and ${other.worker} differ on ${difference}.`;
        throw new DiagnosticError([diagnose("AS144", message)]);
      }
      return [first, ...others];
    },
    async close() {
      stopSigns();
      // Whoever cannot be told finds it out when the sign of life is gone.
      const said = connection.set(nameCampaignKey(campaign), "cancelled", "EX", CANCELLED_LASTS);
      await Promise.race([said, new Promise((resolve) => setTimeout(resolve, LOOK))]).catch(() => undefined);
      await Promise.race([
        Promise.all([events.close(), queue.close()]),
        new Promise((resolve) => setTimeout(resolve, LOOK)),
      ]);
      closeConnection(connection);
    },
  };
}

/** Waits, but not for a queue that is gone when nobody wants the answer any more. */
async function unlessAborted<Value>(work: Promise<Value>, signal: AbortSignal): Promise<Value> {
  work.catch(() => undefined);
  let stop: () => void = () => undefined;
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason as Error);
    signal.addEventListener("abort", stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener("abort", stop);
  }
}

/** Waits for news of a task. */
interface Heard {
  readonly wait: () => Promise<void>;
  readonly forget: () => void;
}

/** Who waits for a task hears of its end; and looks again after a while, as news may be lost. */
function listenFor(events: QueueEvents): (jobId: string, milliseconds: number, signal: AbortSignal) => Heard {
  const waiting = new Map<string, () => void>();
  const tell = ({ jobId }: { readonly jobId: string }): void => waiting.get(jobId)?.();
  events.on("completed", tell);
  events.on("failed", tell);
  return (jobId, milliseconds, signal) => {
    let tellNow: () => void = () => undefined;
    const heard = new Promise<void>((resolve) => {
      tellNow = resolve;
    });
    const timer = setTimeout(tellNow, milliseconds);
    waiting.set(jobId, tellNow);
    signal.addEventListener("abort", tellNow, { once: true });
    const forget = (): void => {
      clearTimeout(timer);
      waiting.delete(jobId);
      signal.removeEventListener("abort", tellNow);
    };
    return { wait: () => heard.finally(forget), forget };
  };
}

/** Says every now and then that somebody waits for the campaign. */
function keepSigning(redis: Redis, campaign: string): () => void {
  const sign = (): void => {
    redis.set(nameCampaignKey(campaign), "wanted", "EX", SIGN_LASTS).catch(() => undefined);
  };
  sign();
  const timer = setInterval(sign, SIGN);
  return () => clearInterval(timer);
}

/** How often workers failed at a task. */
class Failures {
  private readonly name: string;
  private failures = 0;
  private unable = 0;

  constructor(name: string) {
    this.name = name;
  }

  /** Describes a failure. Throws DiagnosticError (AS148, AS149) where it is not tried again. */
  count(reason: string): string {
    if (reason.startsWith("again: ")) return `A worker gives a task back: ${reason.slice(7)} It is handed in again.`;
    // The queue gives a task to so many workers, and no more.
    if (/stalled more than allowable limit/.test(reason)) {
      const message = `Three workers ended over ${this.name}; it is not given to another one.`;
      throw new DiagnosticError([diagnose("AS148", message)]);
    }
    const isUnable = reason.startsWith("unable: ");
    const said = isUnable ? reason.slice(8) : reason;
    if (isUnable) this.unable += 1;
    else this.failures += 1;
    if (this.failures >= MOST_FAILURES || this.unable >= MOST_UNABLE) {
      const Reason = isUnable ? UnableError : DiagnosticError;
      throw new Reason([diagnose("AS149", `No worker could do ${this.name}: ${said}`)]);
    }
    return `A worker could not do ${this.name}: ${said} Trying again.`;
  }
}

function isFailed({ failedReason }: Job<Envelope>): boolean {
  return typeof failedReason === "string" && failedReason !== "";
}

/** Why a worker refused a task, where that is no accident. */
function explainRefusal(reason: string): Diagnostic | undefined {
  const [, code] = /^(AS14[01]): /.exec(reason) ?? [];
  if (code === "AS140") return diagnose("AS140", `A worker of another build refuses. ${reason.slice(7)}`);
  if (code === "AS141") return diagnose("AS141", `A worker with another key refuses. ${reason.slice(7)}`);
  return undefined;
}

/** Takes a task out of the queue; where the queue still holds on to it, the next look does. */
async function remove(job: Job<Envelope>): Promise<void> {
  await job.remove().catch(() => undefined);
}
