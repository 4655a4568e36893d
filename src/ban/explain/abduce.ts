/**
 * Abduction: the minimal sets of further assumptions with which a goal that cannot be derived could be.
 *
 * Only hypotheses of the goal's own principal matter. Where not even all of them together are enough, a message is missing.
 */
import { listLeaves } from "../derive/fact.ts";
import { ownerOf, type Premises, Prover } from "../derive/prove.ts";
import type { Formula } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import type { Profile } from "../profile.ts";
import { listHypotheses } from "./hypotheses.ts";
import { findMinimalSets } from "./minimal-sets.ts";

export interface Abduction {
  /** The sets that would do, none of which can be smaller. */
  readonly sets: readonly (readonly Formula[])[];
  /** False: not even all hypotheses together are enough. */
  readonly poolSufficient: boolean;
  readonly poolSize: number;
  /** False: the search was cut off; there may be more sets. */
  readonly complete: boolean;
}

/** What is missing for a goal that cannot be derived. */
export function abduce(goal: Formula, premises: Premises, symbols: Symbols, profile: Profile): Abduction {
  const principal = ownerOf(goal);
  if (principal === undefined) return { sets: [], poolSufficient: false, poolSize: 0, complete: true };
  const known = new Prover(premises, profile);
  const pool = listHypotheses(principal, premises, symbols).filter(
    (hypothesis) => hypothesis.id !== goal.id && known.prove(hypothesis) === undefined,
  );
  const names = new Map(pool.map((hypothesis, i) => [`hypothesis ${i}`, hypothesis]));
  const ids = new Map(pool.map((hypothesis, i) => [hypothesis.id, `hypothesis ${i}`]));
  const own = premises.assumptions.filter(({ formula }) => ownerOf(formula) === principal);
  const { sets, complete } = findMinimalSets(pool, (given) => {
    const added = given.map((formula) => ({ id: ids.get(formula.id) as string, formula }));
    const fact = new Prover({ ...premises, assumptions: [...own, ...added] }, profile).prove(goal);
    return fact && listLeaves(fact).flatMap((leaf) => names.get(leaf.id) ?? []);
  });
  return { sets, poolSufficient: sets.length > 0 || !complete, poolSize: pool.length, complete };
}
