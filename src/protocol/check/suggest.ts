/** "Did you mean": the nearest of some names by edit distance. */

import { editDistance } from "../../diagnostic/edit-distance.ts";

/** The nearest name, or undefined when none is near: more than a third of its letters differ. */
export function findNearest(wanted: string, names: Iterable<string>): string | undefined {
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const name of names) {
    const distance = measureDistance(wanted.toLowerCase(), name.toLowerCase());
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, name.length) / 3));
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { name, distance };
  }
  return best?.name;
}

/** Names of very different lengths are never near; they are not worth measuring. */
function measureDistance(a: string, b: string): number {
  return Math.abs(a.length - b.length) > 8 ? Number.POSITIVE_INFINITY : editDistance(a, b);
}

/** A help sentence: the nearest name, or all there are. */
export function helpWithNames(wanted: string, names: readonly string[], what: string): string {
  const nearest = findNearest(wanted, names);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  return names.length === 0 ? `There are no ${what}.` : `The ${what} are ${names.join(", ")}.`;
}
