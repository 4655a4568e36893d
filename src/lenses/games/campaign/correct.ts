/**
 * Many campaigns at once: which of them show an advantage when the error is for all of them together.
 *
 * Every interval keeps its own confidence; only the word 'attack' is for all. A campaign that a sequential test has ended got
 * its share of the error when it was planned, and keeps its word; one that was interrupted has an advantage at the error of
 * its interval, and no better.
 */
import type { Estimated } from "../verdict-kinds.ts";
import { measureSurprise, rejectByHolm } from "../estimate/holm.ts";

/** The verdicts, in the same order, with `distinguished` by Holm's correction over all that no sequential test has ended. */
export function correctForMany(verdicts: readonly Estimated[]): readonly Estimated[] {
  const fixed = verdicts.filter(({ method }) => method !== "sequential");
  const error = 1 - Math.max(0, ...fixed.map(({ confidence }) => confidence));
  const rejected = rejectByHolm(
    fixed.map(({ goal, plays, won, forfeits, method, distinguished, confidence }) => {
      if (method === "stopped") return distinguished ? 1 - confidence : 1;
      const forfeited = forfeits.reduce((sum, { count }) => sum + count, 0);
      return measureSurprise(goal, { plays, won, forfeited });
    }),
    error,
  );
  const kept = new Map(fixed.map((verdict, i) => [verdict, rejected[i] === true]));
  return verdicts.map((verdict) => ({
    ...verdict,
    distinguished: verdict.distinguished && (kept.get(verdict) ?? true),
  }));
}
