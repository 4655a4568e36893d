/**
 * Operations that commute in their last two arguments: `shk(F, A, B)` is `shk(F, B, A)`.
 *
 * Terms that differ in the order of such arguments only are equal. What is ground has a canonical form, in which these
 * arguments are sorted. What has variables has no such form that its instances would keep, so a symbolic reasoner splits
 * it into its orientations, of which every instance in canonical form is an instance.
 */
import { type Application, apply, type Term } from "./term.ts";

/** The names of the operations that commute. */
export type Commutative = ReadonlySet<string>;

/** The two arguments that may change places, where the term has such. */
export function exchangeable(term: Term, commutative: Commutative): readonly [Term, Term] | undefined {
  if (term.kind !== "application" || !commutative.has(term.op) || term.args.length < 2) return undefined;
  return term.args.slice(-2) as [Term, Term];
}

/** The application with these two for its last arguments. */
export function withLastTwo(term: Application, first: Term, second: Term): Application {
  return apply(term.op, ...term.args.slice(0, -2), first, second);
}

/** The canonical form: equal for two ground terms exactly when they are equal up to the order of such arguments. */
export function sortArguments(term: Term, commutative: Commutative): Term {
  if (term.kind !== "application" || commutative.size === 0) return term;
  let changed = false;
  const args = term.args.map((arg) => {
    const next = sortArguments(arg, commutative);
    changed ||= next !== arg;
    return next;
  });
  return sortRoot(changed ? apply(term.op, ...args) : term, commutative);
}

/** The canonical form of a term whose arguments have theirs. */
export function sortRoot(term: Application, commutative: Commutative): Application {
  const pair = exchangeable(term, commutative);
  if (pair === undefined || pair[0].key <= pair[1].key) return term;
  return withLastTwo(term, pair[1], pair[0]);
}
