/**
 * Normal forms under rewrite rules, innermost first.
 *
 * Rules are subterm-convergent (right sides are subterms of the left or public constructors over them), so every term
 * has exactly one normal form and rewriting ends.
 */
import { type Commutative, sortRoot } from "./commute.ts";
import { match } from "./match.ts";
import { substitute } from "./substitution.ts";
import { apply, isGround, type Term } from "./term.ts";

/** `left` reduces to `right`. */
export interface Rule {
  readonly left: Term;
  readonly right: Term;
}

const NONE: Commutative = new Set();

/**
 * The normal form of a term; its variables count as constants. Where operations commute, it is the canonical one, and
 * the rules come in all their orientations.
 */
export function normalise(term: Term, rules: readonly Rule[], commutative: Commutative = NONE): Term {
  if (term.kind !== "application" || (rules.length === 0 && commutative.size === 0)) return term;
  const args = term.args.map((arg) => normalise(arg, rules, commutative));
  const inner = sortRoot(apply(term.op, ...args), commutative);
  for (const rule of rules) {
    const bound = match(rule.left, inner);
    if (bound !== undefined) return normalise(substitute(rule.right, bound), rules, commutative);
  }
  return inner;
}

/** True when no rule applies anywhere in the term. */
export function isNormal(term: Term, rules: readonly Rule[]): boolean {
  if (term.kind !== "application") return true;
  if (isGround(term) && rules.length === 0) return true;
  return term.args.every((arg) => isNormal(arg, rules)) && !rules.some((rule) => match(rule.left, term) !== undefined);
}
