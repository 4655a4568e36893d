/**
 * Normal forms under rewrite rules, innermost first.
 *
 * Rules are subterm-convergent (right sides are subterms of the left or public constructors over them), so every term
 * has exactly one normal form and rewriting ends.
 */
import { match } from "./match.ts";
import { substitute } from "./substitution.ts";
import { apply, isGround, type Term } from "./term.ts";

/** `left` reduces to `right`. */
export interface Rule {
  readonly left: Term;
  readonly right: Term;
}

/** The normal form of a term; its variables count as constants. */
export function normalise(term: Term, rules: readonly Rule[]): Term {
  if (term.kind !== "application" || rules.length === 0) return term;
  const inner = apply(term.op, ...term.args.map((arg) => normalise(arg, rules)));
  for (const rule of rules) {
    const bound = match(rule.left, inner);
    if (bound !== undefined) return normalise(substitute(rule.right, bound), rules);
  }
  return inner;
}

/** True when no rule applies anywhere in the term. */
export function isNormal(term: Term, rules: readonly Rule[]): boolean {
  if (term.kind !== "application") return true;
  if (isGround(term) && rules.length === 0) return true;
  return term.args.every((arg) => isNormal(arg, rules)) && !rules.some((rule) => match(rule.left, term) !== undefined);
}
