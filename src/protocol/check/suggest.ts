/** "Did you mean": the nearest of some names by edit distance. */

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

/** Levenshtein's distance. */
function measureDistance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 8) return Number.POSITIVE_INFINITY;
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}

/** A help sentence: the nearest name, or all there are. */
export function helpWithNames(wanted: string, names: readonly string[], what: string): string {
  const nearest = findNearest(wanted, names);
  if (nearest !== undefined) return `Did you mean ${nearest}?`;
  return names.length === 0 ? `There are no ${what}.` : `The ${what} are ${names.join(", ")}.`;
}
