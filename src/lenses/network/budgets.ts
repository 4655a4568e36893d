/**
 * The budgets of the network adversary. They bound one sequence and what is remembered of the search; how many sequences
 * are played is the caller's to say. A search that finds nothing concludes nothing.
 */
import { type BudgetsOf, type Registry, valuesOf } from "../../core/verdict/budget.ts";

/** Every limit of the search. */
export const NETWORK_BUDGETS = {
  actions: {
    value: 14,
    unit: "actions of a sequence",
    reason: "More than any attack on five messages needs; longer sequences leave time for fewer.",
  },
  runs: {
    value: 3,
    unit: "runs of a party",
    reason: "Every attack known on these protocols takes two runs of a party.",
  },
  landings: {
    value: 60,
    unit: "messages of a sequence",
    reason: "Parties answer one another; a sequence in which more land goes round in circles.",
  },
  computations: {
    value: 100,
    unit: "computations of a sequence",
    reason: "The intruder applies every operation to every part that fits, and what it computes is a part again.",
  },
  resumedActions: {
    value: 12,
    unit: "actions of a sequence gone on from",
    reason: "A sequence that is nearly as long as one may be leaves no room to go on.",
  },
  situations: {
    value: 100_000,
    unit: "situations remembered",
    reason: "Bounds memory; more than a search of an hour meets.",
  },
} as const satisfies Registry;

/** The values that a search works with. */
export type NetworkBudgets = BudgetsOf<typeof NETWORK_BUDGETS>;

/** The values of the registry. */
export const DEFAULT_BUDGETS: NetworkBudgets = valuesOf(NETWORK_BUDGETS);
