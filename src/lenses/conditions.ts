/** The conditions of judging in a process: time, memory and interruption, from outside. */
import type { Memory } from "./memory.ts";

/** Time, memory and interruption. */
export interface Conditions {
  /** Milliseconds from some fixed point. */
  readonly now: () => number;
  /** Lets other work of the process happen. */
  readonly pause: () => Promise<void>;
  readonly signal: AbortSignal;
  /** Where there is none, memory is not looked at. */
  readonly memory?: Memory | undefined;
}

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
