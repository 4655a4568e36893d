/**
 * Drives one search to its verdict: in slices, with a deadline, until it is done or told to stop.
 *
 * The only place that turns a deadline, a full memory or a cancellation into a signal. Between slices the event loop gets
 * its turn, so that Ctrl-C is heard; clock and memory are injected, so that no test waits or fills anything.
 */
import type { Verdict } from "../../core/verdict/verdict.ts";
import { type Conditions, type Driven as DrivenTo, type Progress, type Stop, UNGUARDED } from "../conditions.ts";
import { isFull } from "../memory.ts";
import type { Signal } from "./search/explore.ts";

/** A search that yields its progress and is answered whether to go on. */
export type Search = Generator<Progress, Verdict, Signal | undefined>;

/** How a search ended, and what it took. */
export type Driven = DrivenTo<Verdict>;

/** How long a search may keep the process to itself. */
export const SLICE_MILLISECONDS = 25;

/** A search in work, over one turn or several. */
export class Drive {
  private milliseconds = 0;
  private states = 0;
  private reached = 0;
  private isFull = false;
  private readonly search: Search;
  private readonly conditions: Conditions;
  private readonly report: (progress: Progress) => void;

  constructor(search: Search, conditions: Conditions, report: (progress: Progress) => void) {
    this.search = search;
    this.conditions = conditions;
    this.report = report;
  }

  /** The search for so long; undefined when it is parked. Cancelled or out of memory, it is asked to end at once. */
  async take(milliseconds: number, after: "park" | "end"): Promise<Driven | undefined> {
    const { conditions } = this;
    const began = conditions.now();
    let paused = began;
    const { guard = UNGUARDED } = conditions;
    const go = (signal: Signal): ReturnType<Search["next"]> => guard(() => this.search.next(signal));
    let step = go(this.decide(milliseconds <= 0 && after === "end"));
    while (step.done !== true) {
      this.states = step.value.states;
      this.reached = Math.max(0, step.value.runs - 1);
      const now = conditions.now();
      if (now - paused >= SLICE_MILLISECONDS) {
        this.report(step.value);
        await conditions.pause();
        paused = conditions.now();
        this.isFull ||= isFull(conditions.memory);
      }
      const isLate = now - began >= milliseconds;
      const signal = this.decide(isLate);
      if (signal === "timeout" && after === "park") {
        this.milliseconds += conditions.now() - began;
        return undefined;
      }
      step = go(signal);
    }
    return { verdict: step.value, milliseconds: this.milliseconds + conditions.now() - began, states: this.states };
  }

  /** The verdict of a search that gets no more time, as far as it came. */
  giveUp(why: Stop): Driven {
    const verdict: Verdict = { is: "inconclusive", why, reached: { runs: this.reached } };
    return { verdict, milliseconds: this.milliseconds, states: this.states };
  }

  private decide(isLate: boolean): Signal {
    if (this.conditions.signal.aborted) return "cancelled";
    if (this.isFull) return "memory";
    return isLate ? "timeout" : "go";
  }
}

/** Runs a search until it has its verdict; from the deadline on, once cancelled or out of memory, asks it to end. */
export async function driveSearch(
  search: Search,
  conditions: Conditions,
  timeoutMilliseconds: number,
  report: (progress: Progress) => void,
): Promise<Driven> {
  return (await new Drive(search, conditions, report).take(timeoutMilliseconds, "end")) as Driven;
}
