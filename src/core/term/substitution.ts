/**
 * Substitutions: finite maps from variables to terms.
 *
 * Invariant: a substitution that leaves this folder is idempotent, so applying it once is enough.
 */
import { apply, type Term, type Variable } from "./term.ts";

/** Variable key to term. */
export type Substitution = ReadonlyMap<string, Term>;

export const EMPTY: Substitution = new Map();

/** Replaces every variable that the substitution binds; shares what does not change. */
export function substitute(term: Term, by: Substitution): Term {
  if (by.size === 0) return term;
  switch (term.kind) {
    case "name":
      return term;
    case "variable":
      return by.get(term.key) ?? term;
    case "application": {
      if (term.ground) return term;
      let changed = false;
      const args: Term[] = new Array(term.args.length);
      for (let i = 0; i < term.args.length; i++) {
        const arg = term.args[i] as Term;
        const next = substitute(arg, by);
        changed ||= next !== arg;
        args[i] = next;
      }
      return changed ? apply(term.op, ...args) : term;
    }
    default:
      return term satisfies never;
  }
}

/** The substitution that does `first` and then `second`. */
export function compose(first: Substitution, second: Substitution): Substitution {
  if (first.size === 0) return second;
  if (second.size === 0) return first;
  const both = new Map<string, Term>();
  for (const [key, term] of first) both.set(key, substitute(term, second));
  for (const [key, term] of second) if (!both.has(key)) both.set(key, term);
  return both;
}

/** Renames rule variables apart: every variable gets `mark` behind its name. */
export function renameApart(term: Term, mark: string, rename: (v: Variable, mark: string) => Variable): Term {
  switch (term.kind) {
    case "name":
      return term;
    case "variable":
      return rename(term, mark);
    case "application":
      return term.ground ? term : apply(term.op, ...term.args.map((arg) => renameApart(arg, mark, rename)));
    default:
      return term satisfies never;
  }
}
