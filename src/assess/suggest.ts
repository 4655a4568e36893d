/** "Did you mean": the candidate that is nearest to what was written, where one is near. */

import { editDistance } from "../diagnostic/edit-distance.ts";

/** The nearest candidate by edit distance, if it is near enough to be a slip. */
export function suggestNearest(written: string, candidates: readonly string[]): string | undefined {
  let best: string | undefined;
  let least = Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(written.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      best = candidate;
      least = distance;
    }
  }
  return best;
}
