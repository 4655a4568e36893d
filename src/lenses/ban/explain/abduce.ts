/**
 * Abduction: the minimal sets of further assumptions with which a goal that cannot be derived could be.
 *
 * Only hypotheses of the goal's own principal matter. Those are tried first that are about what the analysis mentions;
 * where they are not enough, all that can be formed from it. Where not even these are, a message is missing.
 */
import { listLeaves } from "../derive/fact.ts";
import { ownerOf, type Premises, Prover } from "../derive/prove.ts";
import type { Formula } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import type { Profile } from "../profile.ts";
import { listHypotheses } from "./hypotheses.ts";
import { findMinimalSets, type SearchLimit } from "./minimal-sets.ts";
import { listVocabulary } from "./vocabulary.ts";

export interface Abduction {
  /** The sets that would do, none of which can be smaller. */
  readonly sets: readonly (readonly Formula[])[];
  /** False: all hypotheses together are not enough, or were not found to be: `isTried` says which. */
  readonly poolSufficient: boolean;
  /** False: whether all hypotheses together are enough was not found out. */
  readonly isTried: boolean;
  readonly poolSize: number;
  /** False: the search was cut off; there may be more sets. */
  readonly complete: boolean;
}

/** Finds what is missing for a goal that cannot be derived, out of what the analysis mentions. */
export function abduce(goal: Formula, premises: Premises, symbols: Symbols, profile: Profile): Abduction {
  const principal = ownerOf(goal);
  if (principal === undefined) return { sets: [], poolSufficient: false, isTried: true, poolSize: 0, complete: true };
  return searchPool(listHypotheses(principal, premises, symbols), goal, premises, profile);
}

/** Finds what is missing, out of everything that can be formed from the analysis. */
export function abduceWidely(goal: Formula, premises: Premises, symbols: Symbols, profile: Profile): Abduction {
  const { wideSets: sets, wideQuestions: questions, wideMembers: members } = profile.budgets;
  return searchPool(listVocabulary(goal, premises, symbols), goal, premises, profile, { sets, questions, members });
}

function searchPool(
  hypotheses: readonly Formula[],
  goal: Formula,
  premises: Premises,
  profile: Profile,
  limit: SearchLimit = profile.budgets,
): Abduction {
  const known = new Prover(premises, profile);
  const pool = hypotheses.filter((hypothesis) => hypothesis.id !== goal.id && known.prove(hypothesis) === undefined);
  const principal = ownerOf(goal);
  const own = premises.assumptions.filter(({ formula }) => ownerOf(formula) === principal);
  // The author may give any name to an assumption; a hypothesis has a longer one than all.
  const prefix = "?".repeat(Math.max(0, ...own.map(({ id }) => id.length)) + 1);
  const names = new Map(pool.map((hypothesis, i) => [`${prefix}${i}`, hypothesis]));
  const ids = new Map(pool.map((hypothesis, i) => [hypothesis.id, `${prefix}${i}`]));
  let work = 0;
  const { sets, complete, together } = findMinimalSets(
    pool,
    (given) => {
      if (work > profile.budgets.work) return "undecided";
      const added = given.map((formula) => ({ id: ids.get(formula.id) as string, formula }));
      const prover = new Prover({ ...premises, assumptions: [...own, ...added] }, profile);
      const fact = prover.prove(goal);
      work += prover.work;
      if (fact === undefined && prover.isUndecided(goal)) return "undecided";
      return fact && listLeaves(fact).flatMap(({ is, id }) => (is === "assumption" ? (names.get(id) ?? []) : []));
    },
    limit,
  );
  return {
    sets,
    poolSufficient: together === "enough",
    isTried: together !== "undecided",
    poolSize: pool.length,
    complete,
  };
}
