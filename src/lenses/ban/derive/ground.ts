/** The part of a closure that freshness, jurisdiction and instances stand on: what is known, and how more is noted. */
import type { Formula } from "../formula/formula.ts";
import type { Profile } from "../profile.ts";
import type { RuleId } from "../rules/rule.ts";
import type { Fact } from "./fact.ts";
import type { Steps } from "./steps.ts";

export interface Ground {
  readonly self: Formula;
  readonly profile: Profile;
  /** The sort of every name; undefined: sorts are not checked. */
  readonly sorts: ReadonlyMap<string, string> | undefined;
  /** For matching quantified formulas: first those of the saturation, then those of the goal in hand. */
  readonly steps: Steps;
  /** Reports whether the profile has a rule. */
  has(rule: RuleId): boolean;
  /** The fact of a statement, if it was reached. */
  find(statement: Formula): Fact | undefined;
  /** Records a conclusion and takes it apart later; the fact that was there first stays. */
  derive(statement: Formula, rule: RuleId, premises: readonly Fact[], sides?: readonly string[]): Fact;
  /** Records a conclusion that is built, not taken apart: what its parts give is known already. */
  note(
    statement: Formula,
    rule: RuleId,
    premises: readonly Fact[],
    sides?: readonly string[],
    instance?: readonly Formula[],
  ): Fact;
  /** Makes a belief of this principal. */
  belief(what: Formula): Formula;
  /** Makes this principal's belief about what another believes or said. */
  beliefOf(who: Formula, verb: "believes" | "said", what: Formula): Formula;
  /** The sets that were received or that somebody said or believes: where freshness of a component is looked for. */
  readonly wholes: readonly Formula[];
  /** Tries nonce verification on an utterance of clear text; of any, where the profile lets that pass. */
  verify(utterance: Fact, speaker: Formula, what: Formula): void;
}
