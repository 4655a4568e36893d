/**
 * Many games at once: which of them show an advantage when the error is for all of them together (Holm, 1979).
 *
 * The probability that even one of the games without an advantage is said to have one is at most the error.
 */
import statistics from "jstat";
import type { Goal, Tally } from "./advantage.ts";

/** How likely a tally at least as telling is for an adversary without any advantage. */
export function measureSurprise(goal: Goal, { plays, won, forfeited }: Tally): number {
  // Nobody who knows nothing wins a search game.
  if (goal === "search") return won > 0 ? 0 : 1;
  const most = Math.max(won, plays - won - forfeited);
  if (most === 0) return 1;
  // The upper tail of the binomial distribution, as an incomplete beta function.
  return Math.min(1, 2 * statistics.jStat.beta.cdf(0.5, most, plays - most + 1));
}

/** For each game whether the absence of an advantage is rejected, with this error for all together. */
export function rejectByHolm(surprises: readonly number[], error: number): readonly boolean[] {
  const order = surprises.map((surprise, index) => ({ surprise, index })).sort((a, b) => a.surprise - b.surprise);
  const rejected = surprises.map(() => false);
  for (const [rank, { surprise, index }] of order.entries()) {
    if (surprise > error / (surprises.length - rank)) break;
    rejected[index] = true;
  }
  return rejected;
}
