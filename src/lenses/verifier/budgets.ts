/**
 * The budgets of the verifier. None of them can make a verdict false: a search or a proof that is cut short leaves its
 * claim open, and a trace that cannot be replayed is no attack.
 */
import { type BudgetsOf, type Registry, valuesOf } from "../../core/verdict/budget.ts";

/** Every limit of search, saturation, injectivity and replay. */
export const VERIFIER_BUDGETS = {
  earlyStates: {
    value: 12,
    unit: "patterns",
    reason: "The search goes first: most attacks and small proofs end here, before saturation has encoded the model.",
  },
  stepsPerState: {
    value: 5_000,
    unit: "saturation steps a pattern",
    reason: "The rate of exchange at which search and saturation take turns; about equal in time.",
  },
  headStart: {
    value: 2_000_000,
    unit: "saturation steps",
    reason: "A quick proof comes before a long search.",
  },
  reachStates: {
    value: 1_000,
    unit: "patterns",
    reason: "Bounds the search for a run that reaches a claim which holds; without one, the verdict has a note.",
  },
  statesPerSlice: {
    value: 8,
    unit: "patterns",
    reason: "Time-outs and Ctrl-C wait for a slice; a pattern of a large model takes a millisecond or more.",
  },
  narrowings: {
    value: 3,
    unit: "openings on one way",
    reason: "A rule may open what it yields again, without end; what lies deeper is looked for inside.",
  },
  openPairs: {
    value: 8,
    unit: "pairs of a role",
    reason: "Each pair of commuting keys that may stand either way round doubles the scripts; CP602 names more.",
  },
  variantChoices: {
    value: 64,
    unit: "choices of variants",
    reason:
      "The argument that two claimants decide for more looks at every choice; with more, the claim holds for 4 runs.",
  },
  replayDepth: {
    value: 8,
    unit: "computations for one another",
    reason: "Rewrite rules may ask for ever larger terms when a step of the intruder is replayed.",
  },
  replayTries: {
    value: 100_000,
    unit: "syntheses for one term",
    reason: "Bounds replay where many rules yield one another; a term that takes more counts as unknown.",
  },
  comparisonSteps: {
    value: 20_000,
    unit: "nodes",
    reason: "Bounds one comparison of two clauses; if it is cut off, both stay, which costs clauses but no proof.",
  },
  stepsPerSlice: {
    value: 10_000,
    unit: "saturation steps",
    reason: "The length of a turn, and so the delay of Ctrl-C.",
  },
  factsKept: {
    value: 2,
    unit: "facts of a clause",
    reason: "This many facts about runs are always kept: agreement rests on them.",
  },
  factDistance: {
    value: 1,
    unit: "runs",
    reason:
      "A fact that is farther from the conclusion is dropped: chains of runs that pass a value on would never end.",
  },
  clauseSize: {
    value: 1_500,
    unit: "symbols",
    reason: "The largest clause of a saturation that still ends; larger ones grow on.",
  },
  firstClauses: {
    value: 6_000,
    unit: "clauses",
    reason: "After this many, a finished search no longer waits for the proof.",
  },
  firstAttempts: {
    value: 2_000_000,
    unit: "comparisons of clauses",
    reason: "As firstClauses, where clauses are few and large.",
  },
  mostClauses: {
    value: 30_000,
    unit: "clauses",
    reason: "After this many, saturation ends and leaves the claim to the search.",
  },
  mostAttempts: {
    value: 40_000_000,
    unit: "comparisons of clauses",
    reason: "As mostClauses, where clauses are few and large.",
  },
} as const satisfies Registry;

/** The values that a verifier works with. */
export type VerifierBudgets = BudgetsOf<typeof VERIFIER_BUDGETS>;

/** The values of the registry. */
export const DEFAULT_BUDGETS: VerifierBudgets = valuesOf(VERIFIER_BUDGETS);
