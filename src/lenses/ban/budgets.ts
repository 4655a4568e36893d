/**
 * The budgets of the BAN prover. None of them can make a derivation wrong, which the checker accepts or not: a goal that
 * was not decided in time is reported as undecided, and a list of minimal sets that was cut off says so.
 */
import { type BudgetsOf, type Registry, valuesOf } from "../../core/verdict/budget.ts";

/** Every limit of the prover and of what explains its answers. */
export const BAN_BUDGETS = {
  matchSteps: {
    value: 150_000,
    unit: "steps of matching a goal",
    reason: "Quantified formulas may be matched in exponentially many ways; a goal that needs more is undecided.",
  },
  instanceSteps: {
    value: 20,
    unit: "steps of matching an instance",
    reason: "An instance of a quantified trust is noted and closed under the rules, which costs more than matching it.",
  },
  sets: {
    value: 50,
    unit: "minimal sets a goal",
    reason: "There may be exponentially many; nobody reads more, and the report says that there may be.",
  },
  questions: {
    value: 2_000,
    unit: "proofs a goal",
    reason: "Minimal sets are found by asking for proofs from fewer assumptions.",
  },
  work: {
    value: 1_000_000,
    unit: "facts and steps of all proofs of a goal",
    reason: "A proof from many or quantified assumptions costs more than another; all of them together are bounded.",
  },
  members: {
    value: 80,
    unit: "members of a set",
    reason: "Making a set minimal costs a proof for every member.",
  },
  wideSets: {
    value: 8,
    unit: "minimal sets a goal",
    reason: "As sets, where every formula over the vocabulary is a candidate: some are enough to see what is missing.",
  },
  wideQuestions: {
    value: 200,
    unit: "proofs a goal",
    reason: "As questions, where every formula over the vocabulary is a candidate and a proof takes longer.",
  },
  wideMembers: {
    value: 24,
    unit: "members of a set",
    reason: "As members, where every formula over the vocabulary is a candidate.",
  },
} as const satisfies Registry;

/** The values that a prover works with. */
export type BanBudgets = BudgetsOf<typeof BAN_BUDGETS>;

/** The values of the registry. */
export const DEFAULT_BUDGETS: BanBudgets = valuesOf(BAN_BUDGETS);
