/**
 * Finds the steps that a published derivation of an underivable goal assumes: the smallest sets of illegitimate steps
 * with which it would follow, each with the derivation, which is checked by a checker that lets them pass.
 */
import { Deriver } from "../derivation.ts";
import { type Premises, Prover } from "../derive/prove.ts";
import type { Formula } from "../formula/formula.ts";
import { type Profile, withFamilies } from "../profile.ts";
import type { Proof } from "../proof.ts";
import { ILLEGITIMATE_IDS, type IllegitimateId } from "../rules/rule.ts";
import { findMinimalSets } from "./minimal-sets.ts";

/** One way to the goal that is none in BAN logic. */
export interface Smuggled {
  readonly families: readonly IllegitimateId[];
  readonly proof: Proof;
}

/** Every minimal set of families that leads to the goal, the fewest first; none: no such steps do. Throws RejectedProof. */
export function findSmuggled(goal: Formula, premises: Premises, profile: Profile): readonly Smuggled[] {
  let work = 0;
  const { sets } = findMinimalSets<IllegitimateId>(
    ILLEGITIMATE_IDS,
    (given) => {
      if (work > profile.budgets.work) return "undecided";
      const prover = new Prover(premises, withFamilies(profile, given));
      const fact = prover.prove(goal);
      work += prover.work;
      if (fact === undefined) return prover.isUndecided(goal) ? "undecided" : undefined;
      return given;
    },
    profile.budgets,
  );
  return sets
    .flatMap((set): Smuggled[] => {
      const derivation = new Deriver(premises, withFamilies(profile, set)).derive(goal);
      return derivation === undefined ? [] : [{ families: set, proof: derivation.proof }];
    })
    .sort((a, b) => a.families.length - b.families.length || a.proof.steps.length - b.proof.steps.length);
}
