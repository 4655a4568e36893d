/** The conditions of judging in a process: time, memory and interruption, from outside. */
import type { Memory } from "./memory.ts";

/** Does work that does not yield; where it is broken off, it throws, and nothing more is asked of whoever hears that. */
export type Guard = <Result>(work: () => Result) => Result;

/** Time, memory and interruption. */
export interface Conditions {
  /** Milliseconds from some fixed point. */
  readonly now: () => number;
  /** Lets other work of the process happen. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Where there is none, memory is not looked at. */
  readonly memory?: Memory | undefined;
  /** Where there is none, such work is broken off from outside the process, or not at all. */
  readonly guard?: Guard | undefined;
}

/** For work that nobody breaks off from inside. */
export const UNGUARDED: Guard = (work) => work();

/** Why judging is to end before it is done. */
export type Stop = "timeout" | "memory" | "cancelled";

/** How far a search has come. */
export interface Progress {
  readonly states: number;
  readonly runs: number;
}

/** How a question was judged, and what it took. */
export interface Driven<Found> {
  readonly verdict: Found;
  readonly milliseconds: number;
  readonly states: number;
}
