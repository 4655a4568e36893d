/**
 * Where the advantage of one adversary lies, from the plays that it won.
 *
 * In a search game the advantage is the probability of winning. In a distinguishing game it is |2p - 1|: an adversary
 * that is always wrong knows as much as one that is always right. A forfeited play is lost, and it is lost as well for
 * the adversary who answers the opposite, so that nobody gains by forfeiting. The interval is then the wider of two:
 * for whichever of the two probabilities is above one half, its own interval fails with at most the error, and the
 * other one's lower bound is above one half only where that interval has failed too. So the confidence is kept.
 */
import { boundProbability, type Interval } from "./clopper-pearson.ts";

/** The goal of an adversary: to tell two worlds apart, or to find something. */
export type Goal = "distinguish" | "search";

/** How many plays ended how; what is neither won nor forfeited was lost. */
export interface Tally {
  readonly plays: number;
  readonly won: number;
  readonly forfeited: number;
}

/** The interval of the advantage, for a number of plays that was fixed before the first. */
export function boundAdvantage(goal: Goal, { plays, won, forfeited }: Tally, confidence: number): Interval {
  if (plays === 0) return { low: 0, high: 1 };
  const right = boundProbability(won, plays, confidence);
  if (goal === "search") return right;
  const wrong = boundProbability(plays - won - forfeited, plays, confidence);
  const toAdvantage = (probability: number): number => Math.max(0, 2 * probability - 1);
  return {
    low: Math.max(toAdvantage(right.low), toAdvantage(wrong.low)),
    high: Math.max(toAdvantage(right.high), toAdvantage(wrong.high)),
  };
}
