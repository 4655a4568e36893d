/**
 * Decides whether a theory gives every term one normal form, by its critical pairs.
 *
 * Rewriting ends, because a right side is built from parts of the left without operations that reduce; so it is
 * confluent exactly when the two results of every overlap of left sides come to the same term (Newman; Knuth and
 * Bendix).
 */
import { type Commutative, sortArguments } from "../term/commute.ts";
import { normalise } from "../term/rewrite.ts";
import { renameApart, substitute } from "../term/substitution.ts";
import { apply, type Term, type Variable, variable } from "../term/term.ts";
import { unify } from "../term/unify.ts";
import { orientRewrite } from "./commutative.ts";
import type { Rewrite } from "./theory.ts";

const NONE: Commutative = new Set();

/** A term that two rules take to different normal forms. */
export interface Divergence {
  /** The names of the rule that reduces the whole and of the one that reduces a part. */
  readonly rules: readonly [string, string];
  readonly term: Term;
  readonly results: readonly [Term, Term];
}

/** The first critical pair that does not join; undefined when every term has one normal form. */
export function findDivergence(rules: readonly Rewrite[], commutative: Commutative = NONE): Divergence | undefined {
  const rewrites = rules.flatMap((rule) => orientRewrite(rule, commutative));
  const finish = (term: Term): Term => sortArguments(normalise(term, rewrites), commutative);
  for (const outer of rewrites) {
    for (const inner of rewrites) {
      const left = apart(inner.left);
      for (const { part, put } of places(outer.left)) {
        if (inner === outer && part === outer.left) continue;
        const unifier = unify(part, left);
        if (unifier === undefined) continue;
        const whole = finish(substitute(outer.right, unifier));
        const within = finish(substitute(put(apart(inner.right)), unifier));
        if (whole.key === within.key) continue;
        const term = substitute(outer.left, unifier);
        return { rules: [outer.name, inner.name], term, results: [whole, within] };
      }
    }
  }
  return undefined;
}

interface Place {
  readonly part: Term;
  /** The whole with another term in this place. */
  readonly put: (other: Term) => Term;
}

/** Every place in a term but those of variables. */
function* places(term: Term, put: Place["put"] = (other) => other): Generator<Place> {
  if (term.kind !== "application") return;
  yield { part: term, put };
  for (const [i, arg] of term.args.entries()) {
    yield* places(arg, (other) => put(apply(term.op, ...term.args.with(i, other))));
  }
}

function apart(term: Term): Term {
  return renameApart(term, "'", (v: Variable, mark) => variable(`${v.name}${mark}`, v.sorts, v.run));
}
