/**
 * This process as one that bin/supervise.mjs started and watches over: it inherits what earlier ones of the same command
 * wrote down, says what it is busy with, and writes down what it finds.
 *
 * Lines of JSON on one descriptor, written at once and by force: a search that never pauses could not send anything.
 */
import { readSync, writeSync } from "node:fs";
import { Worker } from "node:worker_threads";
import type { Environment } from "../assess/environment.ts";
import { type Inheritance, type Journal, Past } from "../assess/journal.ts";

/** The supervisor's first message. */
interface Start extends Inheritance {
  /** When the command began, in milliseconds since 1970. */
  readonly began: number;
  /** True: somebody interrupted an earlier process. */
  readonly cancelled: boolean;
  /** How much memory the process was given. */
  readonly mebibytes: number;
  /** The terminal behind stderr, which is a pipe here; undefined: none. */
  readonly columns?: number;
}

/** The part of an environment that is another one in a first try. */
export interface TriedHere extends Pick<Environment, "pause" | "guard" | "loadProtocol"> {
  /** Hands over what is not for a first try. */
  readonly leave: () => never;
}

/** The supervisor, from inside. */
export interface Supervisor extends Start {
  readonly journal: Journal;
  /** Says how much memory there may be; a process that has less is ended, and another one started. */
  readonly wantMemory: (mebibytes: number) => void;
  /** Says that the command has come to its own end. */
  readonly finish: (status: number) => void;
  /** Means of a first try, which has no process above it. */
  readonly tried?: TriedHere;
}

const VARIABLE = "ASSAY_SUPERVISED";
const CHANNEL = 3;
/** More than enough to be ended in. */
const END_MILLISECONDS = 10_000;

/** The supervisor of this process; undefined where it has none. What it starts itself is not supervised in its turn. */
export function findSupervisor(): Supervisor | undefined {
  if (process.env[VARIABLE] === undefined) return undefined;
  delete process.env[VARIABLE];
  const start = JSON.parse(readLine()) as Start;
  endWithSupervisor();
  const journal: Journal = {
    now: Date.now,
    began: start.began,
    age: () => performance.now(),
    begin: (work, most) => say({ begin: work, until: Number.isFinite(most) ? Date.now() + most : null }),
    write: (entry) => say({ keep: entry }),
    past: new Past(start),
  };
  return {
    ...start,
    journal,
    wantMemory: (mebibytes) => {
      say({ memory: mebibytes });
      if (mebibytes > start.mebibytes) sleep(END_MILLISECONDS);
    },
    finish: (status) => say({ done: status }),
  };
}

/** Looked at by a thread of its own: whatever keeps the process busy does not keep it alive. */
const WATCH = `const parent = process.ppid;
setInterval(() => { if (process.ppid !== parent) process.kill(process.pid, "SIGKILL"); }, 250);`;

/** Nobody else would end a process whose supervisor was killed. */
function endWithSupervisor(): void {
  new Worker(WATCH, { eval: true, execArgv: [], env: {}, stdin: false }).unref();
}

function readLine(): string {
  const chunks: Buffer[] = [];
  const buffer = Buffer.alloc(65_536);
  for (;;) {
    const length = again(() => readSync(CHANNEL, buffer));
    if (length === 0) break;
    chunks.push(Buffer.from(buffer.subarray(0, length)));
    if (buffer[length - 1] === 0x0a) break;
  }
  return Buffer.concat(chunks).toString("utf8");
}

function say(message: unknown): void {
  const bytes = Buffer.from(`${JSON.stringify(message)}\n`);
  for (let at = 0; at < bytes.length; ) {
    const from = at;
    at += again(() => writeSync(CHANNEL, bytes, from));
  }
}

/** A descriptor may be busy for a moment. */
function again(attempt: () => number): number {
  for (;;) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof Error && "code" in error && error.code === "EAGAIN")) throw error;
      sleep(1);
    }
  }
}

function sleep(milliseconds: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, milliseconds);
}
