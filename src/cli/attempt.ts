/**
 * The first try of a command that is supervised, in the process that was started: what is small is done before a second
 * process has loaded.
 *
 * Nothing is left out of what supervision is for. Code of an author runs here only where it is plainly a description; work
 * that does not yield is broken off by V8 itself; and what takes long, or wants memory of its own, is handed over to a
 * supervised process, with the verdicts that are there. What was told by then is told, and no result is printed here.
 */
import { Script } from "node:vm";
import { type Entry, type Inheritance, Past } from "../assess/journal.ts";
import type { Guard } from "../lenses/conditions.ts";
import { EXIT } from "../repository/exit-status.ts";
import { isPlain } from "../repository/is-plain.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { readText } from "../files/read-text.ts";
import type { Supervisor, TriedHere } from "./supervised.ts";
import type { Terminal } from "./terminal.ts";

/** Runs a command line in a supervised process that goes on with what is there, to its exit status. */
export type HandOver = (inheritance: Inheritance) => Promise<number>;

/** The first try of a command. */
export interface Attempt {
  readonly supervisor: Supervisor;
  /** A terminal that keeps what is noted until the try is over. */
  readonly hold: (terminal: Terminal) => Terminal;
  /** The exit status of the process that it was handed over to; waits for ever where it was not. */
  readonly over: Promise<number>;
  readonly isOver: () => boolean;
  /** Tells what was noted. */
  readonly finish: () => void;
}

/** CPU in milliseconds after which another process costs little beside what is still to do. */
const MOST_MILLISECONDS = 400;
/** Time for work that does not yield; searches are looked at every 25 milliseconds. */
const MOST_AT_ONCE_MILLISECONDS = 500;

/** The command was handed over: whatever hears this has nothing more to do. */
class HandedOver extends Error {
  override readonly name = "HandedOver";
}

/** Begins the first try. */
export function beginAttempt(handOver: HandOver): Attempt {
  const entries: Entry[] = [];
  const began = process.cpuUsage();
  const start = performance.now();
  const notes: (() => void)[] = [];
  let isOver = false;
  let settle: (status: number | Promise<number>) => void = () => undefined;
  const over = new Promise<number>((resolve) => {
    settle = resolve;
  });
  const finish = (): void => {
    for (const tell of notes.splice(0)) tell();
  };
  const interrupt = (signal: NodeJS.Signals): void => {
    // From the first claim on, a signal is heard by whoever judges.
    if (process.listenerCount(signal) === 1) process.exit(EXIT.interrupted);
  };
  for (const signal of SIGNALS) process.on(signal, interrupt);
  const leave = (): never => {
    if (!isOver) {
      isOver = true;
      // There is somebody who hears a signal at every moment.
      const listeners = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
      const status = handOver({ entries, cuts: [] });
      for (const [signal, own] of listeners) for (const listener of own) process.off(signal, listener);
      finish();
      settle(status);
    }
    throw new HandedOver("handed over");
  };
  const isLate = (): boolean => {
    // Asking for the clock is quicker than asking for CPU, of which a process has no more than time.
    if (performance.now() - start < MOST_MILLISECONDS) return false;
    const { user, system } = process.cpuUsage(began);
    return (user + system) / 1000 > MOST_MILLISECONDS;
  };
  const guard: Guard = (work) => (isOver || isLate() ? leave() : breakOff(work, leave));
  const tried: TriedHere = {
    leave,
    guard,
    pause: () => new Promise((resolve) => setImmediate(() => (isLate() ? quietly(leave) : resolve()))),
    loadProtocol: (file) => (isPlain(readText(file)) ? loadProtocol(file, undefined, guard) : leave()),
  };
  return {
    supervisor: {
      began: performance.timeOrigin,
      cancelled: false,
      mebibytes: 0,
      entries,
      cuts: [],
      ...(process.stderr.isTTY ? { columns: process.stderr.columns ?? 80 } : {}),
      journal: {
        now: Date.now,
        began: performance.timeOrigin,
        age: () => performance.now(),
        begin: () => undefined,
        write: (entry) => void entries.push(entry),
        past: new Past({ entries: [], cuts: [] }),
      },
      wantMemory: leave,
      finish: () => undefined,
      tried,
    },
    hold: (terminal) => ({
      ...terminal,
      print: (text) => void (isOver || notes.push(() => terminal.print(text))),
      note: (text) => void (isOver || notes.push(() => terminal.note(text))),
    }),
    over,
    isOver: () => isOver,
    finish,
  };
}

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

function quietly(leave: () => never): void {
  try {
    leave();
  } catch {
    // Whoever waits for the pause waits for ever.
  }
}

/** Calls what is in the slot: only a script can be given a time. */
const RUN = new Script("globalThis[Symbol.for('assay.attempt')]()");
const SLOT = Symbol.for("assay.attempt");

/** Does work that V8 breaks off when it takes too long, and then hands over. */
function breakOff<Result>(work: () => Result, leave: () => never): Result {
  let result: { readonly value: Result } | undefined;
  Object.defineProperty(globalThis, SLOT, {
    value: () => {
      result = { value: work() };
    },
    configurable: true,
  });
  try {
    RUN.runInThisContext({ timeout: MOST_AT_ONCE_MILLISECONDS });
  } catch (error) {
    if (isBrokenOff(error)) return leave();
    throw error;
  }
  return result === undefined ? leave() : result.value;
}

function isBrokenOff(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_SCRIPT_EXECUTION_TIMEOUT";
}
