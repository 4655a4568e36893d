/**
 * Sorted unification: most general unifiers with occurs check.
 *
 * The result is idempotent and most general among the unifiers that respect the sorts. Two variables whose sorts
 * overlap without one containing the other are both replaced by a new variable of the common sorts.
 * Follows Robinson (1965) in the triangular form of Baader and Snyder, "Unification theory" (2001), section 2.
 */
import { admits, type Matching, mergeSorts } from "./sorts.ts";
import { EMPTY, type Substitution } from "./substitution.ts";
import { apply, equals, isGround, type Sort, type Term, type Variable, variable } from "./term.ts";

/** The most general unifier of all pairs at once, or undefined. */
export function unifyAll(pairs: readonly (readonly [Term, Term])[], matching: Matching = 0): Substitution | undefined {
  const bound = new Map<string, Term>();
  for (const [left, right] of pairs) if (!solve(left, right, bound, matching)) return undefined;
  return resolve(bound);
}

/** The most general unifier of two terms, or undefined. */
export function unify(left: Term, right: Term, matching: Matching = 0): Substitution | undefined {
  if (equals(left, right)) return EMPTY;
  if (isGround(left) && isGround(right)) return undefined;
  const bound = new Map<string, Term>();
  return solve(left, right, bound, matching) ? resolve(bound) : undefined;
}

function walk(term: Term, bound: Map<string, Term>): Term {
  let at = term;
  while (at.kind === "variable") {
    const next = bound.get(at.key);
    if (next === undefined) return at;
    at = next;
  }
  return at;
}

function solve(left: Term, right: Term, bound: Map<string, Term>, matching: Matching): boolean {
  const a = walk(left, bound);
  const b = walk(right, bound);
  if (equals(a, b)) return true;
  if (a.kind === "variable") return b.kind === "variable" ? merge(a, b, bound, matching) : bind(a, b, bound, matching);
  if (b.kind === "variable") return bind(b, a, bound, matching);
  if (a.kind === "name" || b.kind === "name") return false;
  if (a.op !== b.op || a.args.length !== b.args.length || (a.ground && b.ground)) return false;
  for (let i = 0; i < a.args.length; i++) {
    if (!solve(a.args[i] as Term, b.args[i] as Term, bound, matching)) return false;
  }
  return true;
}

function bind(v: Variable, value: Term, bound: Map<string, Term>, matching: Matching): boolean {
  if (!admits(v, value, matching) || occurs(v, value, bound)) return false;
  bound.set(v.key, value);
  return true;
}

/** True when the term would contain the free variable. Asked before every binding: two terms can be cyclic together. */
function occurs(v: Variable, term: Term, bound: Map<string, Term>): boolean {
  if (isGround(term)) return false;
  const at = walk(term, bound);
  return at.kind === "variable"
    ? at.key === v.key
    : at.kind === "application" && at.args.some((arg) => occurs(v, arg, bound));
}

function merge(a: Variable, b: Variable, bound: Map<string, Term>, matching: Matching): boolean {
  const sorts = mergeSorts(a, b, matching);
  if (sorts === undefined) return false;
  if (isSame(sorts, a.sorts)) bound.set(b.key, a);
  else if (isSame(sorts, b.sorts)) bound.set(a.key, b);
  else {
    const both = variable(`${a.name}&${b.name}`, sorts, a.run);
    bound.set(a.key, both);
    bound.set(b.key, both);
  }
  return true;
}

/** True when two lists have the same sorts. Equal lengths are not enough: a generic variable has the sort Ticket. */
function isSame(a: readonly Sort[], b: readonly Sort[]): boolean {
  return a === b || (a.length === b.length && a.every((sort) => b.includes(sort)));
}

/** Makes a triangular substitution idempotent. */
function resolve(bound: ReadonlyMap<string, Term>): Substitution {
  const done = new Map<string, Term>();
  const visit = (term: Term): Term => {
    if (isGround(term)) return term;
    if (term.kind === "application") return apply(term.op, ...term.args.map(visit));
    const ready = done.get(term.key);
    if (ready !== undefined) return ready;
    const value = bound.get(term.key);
    if (value === undefined) return term;
    const resolved = visit(value);
    done.set(term.key, resolved);
    return resolved;
  };
  for (const [key, value] of bound) if (!done.has(key)) done.set(key, visit(value));
  return done;
}
