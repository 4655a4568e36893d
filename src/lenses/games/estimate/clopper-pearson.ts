/**
 * Exact intervals for a probability, from wins among independent plays (Clopper and Pearson, 1934).
 *
 * Whatever the probability is, it lies in the interval with at least the confidence: half of what is left is spent on
 * either side. The quantiles of jstat are good to nine digits; the bounds are moved outwards by more than that.
 */
import statistics from "jstat";

/** A closed interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

const { beta } = statistics.jStat;

/** More than the library errs by. */
const MARGIN = 1e-8;

/** Where the probability of winning lies, with a confidence above 0 and below 1. No plays bound nothing. */
export function boundProbability(won: number, plays: number, confidence: number): Interval {
  if (!Number.isSafeInteger(won) || !Number.isSafeInteger(plays) || won < 0 || won > plays) {
    throw new RangeError(`${won} of ${plays} plays cannot be won`);
  }
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`${confidence} is no confidence`);
  const tail = (1 - confidence) / 2;
  const low = won === 0 ? 0 : beta.inv(tail, won, plays - won + 1) - MARGIN;
  const high = won === plays ? 1 : beta.inv(1 - tail, won + 1, plays - won) + MARGIN;
  return { low: Math.max(0, low), high: Math.min(1, high) };
}
