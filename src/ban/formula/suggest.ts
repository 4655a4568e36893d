/** "Did you mean", for words of formulas. */
import { editDistance } from "../../diagnostic/edit-distance.ts";

/** The question with the nearest candidate, where one is near enough to be a slip. */
export function suggest(written: string, candidates: Iterable<string>): string | undefined {
  // Of one letter everything is one change away.
  if (written.length < 2 || written.length > 60) return undefined;
  let best: string | undefined;
  let least = written.length < 4 ? 2 : Math.max(2, Math.floor(written.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(written, candidate);
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best === undefined ? undefined : `Did you mean ${best}?`;
}
