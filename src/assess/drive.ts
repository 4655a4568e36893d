/**
 * Drives one search to its verdict: in slices, with a deadline, until it is done or told to stop.
 *
 * The only place that turns a deadline, a full memory or a cancellation into a signal. Between slices the event loop gets
 * its turn, so that Ctrl-C is heard; clock and memory are injected, so that no test waits or fills anything.
 */
import type { Verdict } from "../verdict/verdict.ts";
import type { Progress, Signal } from "../verifier/verify.ts";
import { isFull, type Memory } from "./memory.ts";

/** A search that yields its progress and is answered whether to go on. */
export type Search = Generator<Progress, Verdict, Signal | undefined>;

/** Time, memory and interruption, from outside. */
export interface Conditions {
  /** Milliseconds from some fixed point. */
  readonly now: () => number;
  /** Lets other work of the process happen. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Where there is none, memory is not looked at. */
  readonly memory?: Memory | undefined;
}

/** How a search ended, and what it took. */
export interface Driven {
  readonly verdict: Verdict;
  readonly milliseconds: number;
  readonly states: number;
}

/** How long a search may keep the process to itself. */
export const SLICE_MILLISECONDS = 25;

/** Runs a search until it has its verdict; from the deadline on, once cancelled or out of memory, asks it to end. */
export async function driveSearch(
  search: Search,
  conditions: Conditions,
  timeoutMilliseconds: number,
  report: (progress: Progress) => void,
): Promise<Driven> {
  const began = conditions.now();
  let paused = began;
  let states = 0;
  let full = false;
  let step = search.next();
  while (step.done !== true) {
    states = step.value.states;
    const now = conditions.now();
    if (now - paused >= SLICE_MILLISECONDS) {
      report(step.value);
      await conditions.pause();
      paused = conditions.now();
      full ||= isFull(conditions.memory);
    }
    step = search.next(full ? decideFull(conditions) : decide(conditions, now - began >= timeoutMilliseconds));
  }
  return { verdict: step.value, milliseconds: conditions.now() - began, states };
}

function decide({ signal }: Conditions, late: boolean): Signal {
  if (signal.aborted) return "cancelled";
  return late ? "timeout" : "go";
}

function decideFull({ signal }: Conditions): Signal {
  return signal.aborted ? "cancelled" : "memory";
}
