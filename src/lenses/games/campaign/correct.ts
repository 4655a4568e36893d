/**
 * Many campaigns at once: which of them show an advantage when the error is for all of them together.
 *
 * Every interval keeps its own confidence; only the word 'attack' is for all. A campaign that was stopped by a sequential
 * test has spent its error already, and keeps its word.
 */
import type { Estimated } from "../verdict-kinds.ts";
import { measureSurprise, rejectByHolm } from "../estimate/holm.ts";

/** The verdicts, in the same order, with `distinguished` by Holm's correction over those with a fixed number of plays. */
export function correctForMany(verdicts: readonly Estimated[]): readonly Estimated[] {
  const fixed = verdicts.filter(({ method }) => method === "fixed");
  const error = 1 - Math.max(0, ...fixed.map(({ confidence }) => confidence));
  const rejected = rejectByHolm(
    fixed.map(({ goal, plays, won, forfeits }) => {
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
