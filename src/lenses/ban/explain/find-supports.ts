/** Finds the supports of a derived goal: the minimal sets of assumptions and messages from which it follows. */
import { listLeaves, type Origin } from "../derive/fact.ts";
import { ownerOf, type Premises, Prover } from "../derive/prove.ts";
import type { Formula } from "../formula/formula.ts";
import type { Profile } from "../profile.ts";
import { findMinimalSets, type MinimalSets } from "./minimal-sets.ts";

/** Every minimal set of leaves that is enough for a goal. */
export function findSupports(goal: Formula, premises: Premises, profile: Profile): MinimalSets<Origin> {
  const principal = ownerOf(goal);
  const candidates: Origin[] = [
    ...premises.assumptions
      .filter(({ formula }) => ownerOf(formula) === principal)
      .map(({ id }): Origin => ({ is: "assumption", id })),
    ...premises.messages.filter(({ to }) => to === principal).map(({ id }): Origin => ({ is: "message", id })),
  ];
  let work = 0;
  return findMinimalSets(
    candidates,
    (given) => {
      if (work > profile.budgets.work) return "undecided";
      const kept = new Set(given.map(({ is, id }) => `${is} ${id}`));
      const prover = new Prover(
        {
          ...premises,
          assumptions: premises.assumptions.filter(({ id }) => kept.has(`assumption ${id}`)),
          messages: premises.messages.filter(({ id }) => kept.has(`message ${id}`)),
        },
        profile,
      );
      const fact = prover.prove(goal);
      work += prover.work;
      if (fact === undefined) return prover.isUndecided(goal) ? "undecided" : undefined;
      const used = new Set(listLeaves(fact).map(({ is, id }) => `${is} ${id}`));
      return given.filter(({ is, id }) => used.has(`${is} ${id}`));
    },
    profile.budgets,
  );
}
