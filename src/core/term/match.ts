/** One-way matching: the substitution that makes a pattern equal to a term, leaving the term's own variables alone. */
import { admits, type Matching, mergeSorts } from "./sorts.ts";
import type { Substitution } from "./substitution.ts";
import { equals, type Sort, type Term } from "./term.ts";

/** Extends `from` so that `pattern` becomes `term`; undefined when it cannot. Variables of `term` count as constants. */
export function match(
  pattern: Term,
  term: Term,
  matching: Matching = 0,
  from?: Substitution,
): Substitution | undefined {
  const bound = new Map(from);
  return extend(pattern, term, bound, matching) ? bound : undefined;
}

function extend(pattern: Term, term: Term, bound: Map<string, Term>, matching: Matching): boolean {
  switch (pattern.kind) {
    case "name":
      return equals(pattern, term);
    case "variable": {
      const value = bound.get(pattern.key);
      if (value !== undefined) return equals(value, term);
      const fits =
        term.kind === "variable"
          ? isSame(mergeSorts(pattern, term, matching), term.sorts)
          : admits(pattern, term, matching);
      if (!fits) return false;
      bound.set(pattern.key, term);
      return true;
    }
    case "application":
      return (
        term.kind === "application" &&
        term.op === pattern.op &&
        term.args.length === pattern.args.length &&
        pattern.args.every((arg, i) => extend(arg, term.args[i] as Term, bound, matching))
      );
    default:
      return pattern satisfies never;
  }
}

/** True when the pattern's variable leaves the sorts of the term's variable as they are. */
function isSame(merged: readonly Sort[] | undefined, sorts: readonly Sort[]): boolean {
  return merged === sorts || (merged?.length === sorts.length && merged.every((sort) => sorts.includes(sort)));
}
