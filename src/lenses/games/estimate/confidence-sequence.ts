/**
 * An interval that may be looked at while plays go on, and stopped at whenever one likes.
 *
 * Looks are at n0 2^j plays only, and look j spends 6 e / (pi^2 j^2) of the error e; the sum over all looks is e, so all
 * intervals hold at once with the confidence, and so does their intersection. Looking at an interval for a fixed number
 * of plays after every play would in the end exclude anything.
 */
import { boundAdvantage, type Goal, type Tally } from "./advantage.ts";
import type { Interval } from "./clopper-pearson.ts";

/** Plays at the first look. */
export const FIRST_LOOK = 16;

/** The interval so far. */
export class ConfidenceSequence {
  private readonly goal: Goal;
  private readonly error: number;
  private looks = 0;
  private interval: Interval = { low: 0, high: 1 };

  constructor(goal: Goal, confidence: number) {
    this.goal = goal;
    this.error = 1 - confidence;
  }

  /** Takes the tally after every play, in order; looks only when a look is due. */
  follow(tally: Tally): void {
    if (tally.plays !== FIRST_LOOK * 2 ** this.looks) return;
    this.looks += 1;
    const spent = (6 * this.error) / (Math.PI ** 2 * this.looks ** 2);
    const { low, high } = boundAdvantage(this.goal, tally, 1 - spent);
    this.interval = { low: Math.max(this.interval.low, low), high: Math.min(this.interval.high, high) };
  }

  /** Where the advantage lies, as of the last look. */
  current(): Interval {
    return this.interval;
  }
}
