/**
 * Tasks and results as they travel through a queue: each says which build, campaign, attempt and worker it is of.
 *
 * Anyone who reaches the Redis may write there. Under a key both are sealed, so that nobody else makes or reuses one, and
 * nothing of them is parsed before the seal is seen to be theirs. Without a key they are read with the same care.
 */
import { createHash } from "node:crypto";
import { type Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { isSealed, sealText } from "../files/origin.ts";

/** Content of a message: two texts, and their seal. */
export interface Envelope {
  readonly head: string;
  readonly body: string;
  readonly seal?: string;
}

/** A task as it stands in the queue. */
export interface QueuedTask {
  readonly build: string;
  /** Of the coordinator that asks: another one's results are not taken. */
  readonly campaign: string;
  /** Kind of work, by which a worker finds its handler. */
  readonly kind: string;
  readonly body: string;
  /** How often it was handed in before. */
  readonly attempt: number;
  /** With redundancy: the which one of the same task. */
  readonly copy: number;
  /** Workers that have done it already. */
  readonly avoid: readonly string[];
  /** When nobody should begin it any more, in milliseconds since 1970 by the clock of the Redis. */
  readonly expires: number;
}

/** A worker's result. */
export interface DoneTask {
  readonly worker: string;
  readonly body: string;
}

/** Trust settings of a queue. */
export interface QueueTrust {
  readonly build: string;
  /** Undefined: nothing is sealed. */
  readonly key: Uint8Array | undefined;
}

const LONGEST_HEAD = 4_096;
/** A larger task is not sent: it is done where it is. */
export const LONGEST_BODY = 16 * 1024 * 1024;
const MOST_COPIES = 8;

/** The task in its envelope. */
export function writeTask({ body, ...head }: QueuedTask, trust: QueueTrust): Envelope {
  return close("task", JSON.stringify(head), body, trust);
}

/** Reads a task. Throws an Error whose message begins with a code where it is refused, or TypeError for what is none. */
export function readTask(data: unknown, { build, key }: QueueTrust, now: number): QueuedTask {
  const { head, body, seal } = openEnvelope(data);
  if (key !== undefined && !isSealed(key, "task", join(head, body), seal))
    throw new Error("AS141: the task is not sealed under the key of this worker.");
  const given = parseHead(head);
  const task: QueuedTask = {
    build: asText(given["build"]),
    campaign: asText(given["campaign"]),
    kind: asText(given["kind"]),
    body,
    attempt: asWhole(given["attempt"], 1e9),
    copy: asWhole(given["copy"], MOST_COPIES),
    avoid: asTexts(given["avoid"]),
    expires: asWhole(given["expires"], 1e15),
  };
  if (task.build !== build) throw new Error(`AS140: the task is of build ${task.build}, this worker of ${build}.`);
  if (task.expires < now) throw new Error("again: the task has expired.");
  return task;
}

/** Writes a worker's answer in its envelope. */
export function writeDone(task: QueuedTask, { worker, body }: DoneTask, trust: QueueTrust): Envelope {
  return close("result", JSON.stringify({ ...nameTask(task, trust.build), worker }), body, trust);
}

/** Reads an answer; or says why it is not the answer to this task. */
export function readDone(
  data: unknown,
  task: QueuedTask,
  { build, key }: QueueTrust,
): DoneTask | { readonly refused: Diagnostic } {
  try {
    const { head, body, seal } = openEnvelope(data);
    if (key !== undefined && !isSealed(key, "result", join(head, body), seal))
      return { refused: diagnose("AS141", "A result is not sealed under the key of this queue.") };
    const given = parseHead(head);
    const worker = asText(given["worker"]);
    if (given["build"] !== build) {
      const message = `The worker ${worker} is of another build: ${asText(given["build"]).slice(0, 80)}.`;
      return { refused: diagnose("AS140", message) };
    }
    const other = Object.entries(nameTask(task, build)).find(([name, own]) => given[name] !== own)?.[0];
    if (other !== undefined) return { refused: diagnose("AS142", `A result is of another ${other}.`) };
    return { worker, body };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { refused: diagnose("AS142", `What came back is no result of this task: ${error.message}.`) };
  }
}

/** The name of a task in a queue. */
export function identifyTask({
  campaign,
  kind,
  body,
  copy,
}: Omit<QueuedTask, "attempt" | "avoid" | "expires">): string {
  return `${campaign}-${kind}-${digest(body).slice(0, 32)}-${copy}`;
}

function nameTask({ campaign, kind, body, attempt, copy }: QueuedTask, build: string) {
  return { build, campaign, kind, task: digest(body), attempt, copy };
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

function close(purpose: string, head: string, body: string, { key }: QueueTrust): Envelope {
  return key === undefined ? { head, body } : { head, body, seal: sealText(key, purpose, join(head, body)) };
}

/** JSON has no such character, so where the head ends is never in doubt. */
function join(head: string, body: string): string {
  return `${head}\0${body}`;
}

function openEnvelope(data: unknown): { readonly head: string; readonly body: string; readonly seal: unknown } {
  if (typeof data !== "object" || data === null) throw new TypeError("not an envelope");
  const { head, body, seal } = data as Readonly<Record<string, unknown>>;
  if (typeof head !== "string" || head.length > LONGEST_HEAD || head.includes("\0")) throw new TypeError("no head");
  if (typeof body !== "string" || body.length > LONGEST_BODY) throw new TypeError("no body");
  return { head, body, seal };
}

function parseHead(head: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(head);
    if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch {
    // It is none, as below.
  }
  throw new TypeError("the head is no JSON");
}

function asText(value: unknown): string {
  if (typeof value !== "string" || value.length > 200) throw new TypeError("not a short text");
  return value;
}

function asTexts(value: unknown): readonly string[] {
  if (!Array.isArray(value) || value.length > MOST_COPIES) throw new TypeError("not a list");
  return value.map(asText);
}

function asWhole(value: unknown, most: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < 0 || value > most)
    throw new TypeError("no such whole number");
  return value;
}
