/**
 * "Did you mean": the name that a slip of the keyboard was probably meant to be, the same for every kind of name.
 *
 * Near is a change of a third of the letters at most, of two letters in words of four to eight, of one in shorter ones. Of one
 * letter everything is one change away, so nothing is near; nobody mistypes a name of more than sixty.
 */

/** The longest name that is compared: the work grows with the square of it, and names may be a stranger's. */
const LONGEST = 60;

/** The nearest of some names, whatever its case; undefined where none is near. The first of several that are as near. */
export function suggestNearest(written: string, names: Iterable<string>): string | undefined {
  if (written.length < 2 || written.length > LONGEST) return undefined;
  const limit = written.length < 4 ? 1 : Math.max(2, Math.floor(written.length / 3));
  let best: string | undefined;
  let least = limit + 1;
  for (const name of names) {
    if (Math.abs(name.length - written.length) >= least) continue;
    const distance = editDistance(written.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best;
}

/** The nearest name as a question for a diagnostic's help; undefined where none is near. */
export function askForNearest(written: string, names: Iterable<string>): string | undefined {
  const nearest = suggestNearest(written, names);
  return nearest === undefined ? undefined : `Did you mean ${nearest}?`;
}

/** A help sentence: the nearest name, or all there are. */
export function helpWithNames(wanted: string, names: readonly string[], what: string): string {
  const question = askForNearest(wanted, names);
  if (question !== undefined) return question;
  return names.length === 0 ? `There are no ${what}.` : `The ${what} are ${names.join(", ")}.`;
}

/** Levenshtein's distance: insertions, deletions and changes of one character. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
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
