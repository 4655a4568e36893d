/**
 * One analysis from beginning to end: every goal with its checked derivation or what is missing, what it all rests on, and
 * the lints.
 */
import { Deriver } from "./derivation.ts";
import type { Origin } from "./derive/fact.ts";
import { type Assumption, type Message, ownerOf } from "./derive/prove.ts";
import { abduce, abduceWidely } from "./explain/abduce.ts";
import { markDoubts } from "./explain/mark-doubts.ts";
import { findMarks, type Mark } from "./explain/marks.ts";
import { findRepairs, type Repair } from "./explain/find-repairs.ts";
import { findSmuggled, type Smuggled } from "./explain/find-smuggled.ts";
import { findSupports } from "./explain/find-supports.ts";
import { type AssumptionKind, classifyAssumption, rankSets } from "./explain/rank.ts";
import type { Formula } from "./formula/formula.ts";
import { sortsOf, type Symbols } from "./formula/sorts.ts";
import { lintForeignFreshness, lintJurisdiction } from "./lint/assumptions.ts";
import type { Lint } from "./lint/lint.ts";
import { lintReplays } from "./lint/nothing-fresh.ts";
import { lintOriginators } from "./lint/originators.ts";
import { type Ground, lintHonesty, listGrounds } from "./lint/sender-honesty.ts";
import { printAscii } from "./print/ascii.ts";
import type { Profile } from "./profile.ts";
import type { Proof } from "./proof.ts";

/** An idealised protocol with what is assumed and what should follow. */
export interface Analysis {
  readonly name: string;
  readonly symbols: Symbols;
  readonly profile: Profile;
  readonly assumptions: readonly Assumption[];
  readonly messages: readonly Message[];
  readonly goals: readonly { readonly id: string; readonly formula: Formula }[];
  /** Every message as it is sent, those that idealise to nothing too; none: there are only the idealised ones. */
  readonly sent?: readonly {
    readonly id: string;
    readonly from: string;
    readonly to: string;
    readonly concrete: string;
  }[];
  /** Lints of the idealisation itself; none where the messages were idealised by hand. */
  readonly idealisation?: readonly Lint[];
}

/** A hypothesis with its kind: it is never shown without. */
export interface Hypothesis {
  readonly formula: Formula;
  readonly kind: AssumptionKind;
}

export type GoalOutcome =
  | {
      readonly is: "derived";
      readonly proof: Proof;
      /** Leaves of the proof that is shown. */
      readonly rests: readonly Origin[];
      /** Every minimal set of leaves that is enough. */
      readonly supports: readonly (readonly Origin[])[];
      readonly complete: boolean;
      /** Reasons why the derivation says less than it seems to. */
      readonly marks: readonly Mark[];
    }
  | {
      readonly is: "underivable";
      /** Minimal sets of further assumptions that would do, the easiest to justify first. */
      readonly missing: readonly (readonly Hypothesis[])[];
      /** False: no assumption of these kinds that can be formed from the analysis helps, a message is missing. */
      readonly poolSufficient: boolean;
      /** False: whether any assumption helps was not found out. */
      readonly isTried: boolean;
      readonly complete: boolean;
      readonly repairs: readonly Repair[];
      /** The smallest sets of steps that are no rules of the logic with which it would follow. */
      readonly smuggled: readonly Smuggled[];
    }
  /** No derivation was found, and the search for one was cut off. */
  | { readonly is: "undecided" };

export interface JudgedGoal {
  readonly id: string;
  readonly principal: string;
  readonly formula: Formula;
  readonly outcome: GoalOutcome;
}

export interface BanResult {
  readonly goals: readonly JudgedGoal[];
  /** The grounds on which senders have to believe their assertions. */
  readonly grounds: readonly Ground[];
  readonly lints: readonly Lint[];
}

/** Judges goals and lints the analysis; `only` limits the goals by name, none: all. Throws RejectedProof. */
export function analyse(analysis: Analysis, only: readonly string[] = []): BanResult {
  const { symbols, profile, assumptions, messages, goals } = analysis;
  const premises = { assumptions, messages, sorts: sortsOf(symbols) };
  const input = { premises, symbols, profile };
  const grounds = listGrounds(input);
  const doubts = [...(analysis.idealisation ?? []), ...lintHonesty(grounds), ...lintForeignFreshness(input)];
  const deriver = new Deriver(premises, profile);
  const judge = (goal: Formula): GoalOutcome => {
    const derivation = deriver.derive(goal);
    if (derivation !== undefined) {
      const { sets, complete } = findSupports(goal, premises, profile);
      const { proof, leaves } = derivation;
      const marks = [
        ...findMarks(goal, proof, [...sets, leaves], premises, symbols),
        ...markDoubts(proof, sets.length > 0 ? sets : [leaves], doubts),
      ];
      return { is: "derived", proof, rests: leaves, supports: sets, complete, marks };
    }
    if (deriver.isUndecided(goal)) return { is: "undecided" };
    const mentioned = abduce(goal, premises, symbols, profile);
    const { sets, poolSufficient, isTried, complete } = mentioned.poolSufficient
      ? mentioned
      : abduceWidely(goal, premises, symbols, profile);
    const missing = rankSets(sets, symbols).map((set) =>
      set.map((formula) => ({ formula, kind: classifyAssumption(formula, symbols) })),
    );
    const repairs = findRepairs(goal, premises, symbols, profile);
    return {
      is: "underivable",
      missing,
      poolSufficient,
      isTried,
      complete,
      repairs,
      smuggled: findSmuggled(goal, premises, profile),
    };
  };
  const judged = goals
    .filter(({ id }) => only.length === 0 || only.includes(id))
    .map(({ id, formula }) => ({ id, principal: ownerOf(formula) ?? "", formula, outcome: judge(formula) }));
  return {
    goals: judged,
    grounds,
    lints: [
      ...(analysis.idealisation ?? []),
      ...lintHonesty(grounds),
      ...lintOriginators(input),
      ...lintReplays(input),
      ...lintForeignFreshness(input),
      ...lintJurisdiction(input),
      ...(only.length === 0 ? lintIdle(analysis, judged, grounds) : []),
    ],
  };
}

/**
 * Assumptions and messages that no minimal set of any goal has, and that no sender's honesty rests on. What a principal has
 * that did not get to all its goals is left out: it may be for those.
 */
function lintIdle(
  { assumptions, messages }: Analysis,
  goals: readonly JudgedGoal[],
  grounds: readonly Ground[],
): Lint[] {
  const used = new Set(grounds.flatMap(({ leaves = [] }) => leaves.map(({ is, id }) => `${is} ${id}`)));
  const failed = new Set<string>();
  for (const { principal, outcome } of goals) {
    if (outcome.is !== "derived") {
      failed.add(principal);
      continue;
    }
    // A search that was cut off shows nothing to be idle.
    if (!outcome.complete) return [];
    for (const { is, id } of outcome.supports.flat()) used.add(`${is} ${id}`);
  }
  const idle = (is: "assumption" | "message", id: string, formula: Formula): Lint[] => {
    if (used.has(`${is} ${id}`)) return [];
    const text = is === "assumption" ? `${printAscii(formula)} (${id})` : `Message ${id}`;
    const sentence = `${text} is idle: no derived goal and no assertion of a sender rests on it.`;
    return [{ kind: "idle", about: { is, id }, formula, sentence }];
  };
  return [
    ...assumptions
      .filter(({ formula }) => !failed.has(ownerOf(formula) ?? ""))
      .flatMap(({ id, formula }) => idle("assumption", id, formula)),
    ...messages.filter(({ to }) => !failed.has(to)).flatMap(({ id, formula }) => idle("message", id, formula)),
  ];
}
