/**
 * A corpus of analyses: protocols idealised by hand, scenarios that leave assumptions or messages out, and what is derivable
 * in each; and rule tests. The file format is `ban-corpus/1`.
 */
import type { Formula } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import type { Assumption, Message } from "../derive/prove.ts";
import type { Profile } from "../profile.ts";

export interface Scenario {
  readonly id: string;
  readonly profile: Profile;
  readonly assumptions: readonly Assumption[];
  readonly messages: readonly Message[];
  /** The corpus's record of what senders assert without derivably believing it; undefined: none. */
  readonly honesty:
    | readonly { readonly message: string; readonly originator: string; readonly statement: Formula }[]
    | undefined;
}

/** The corpus's record of the minimal sets that would make a goal derivable. */
export interface RecordedAbduction {
  readonly maxSize: number;
  readonly poolSufficient: boolean;
  readonly poolSize: number | undefined;
  readonly minimal: readonly (readonly Formula[])[];
}

export interface CorpusGoal {
  readonly id: string;
  readonly formula: Formula;
  /** By scenario. */
  readonly expected: ReadonlyMap<string, boolean>;
  readonly abduction: ReadonlyMap<string, RecordedAbduction>;
  /** The paper's conclusion; undefined if none is recorded. */
  readonly paper: PaperConclusion | undefined;
  /** Minimal sufficient and single-handedly necessary leaves in the first scenario. */
  readonly support: readonly string[] | undefined;
  readonly essential: readonly string[] | undefined;
}

export interface CorpusProtocol {
  readonly id: string;
  readonly symbols: Symbols;
  readonly principals: readonly string[];
  readonly scenarios: readonly Scenario[];
  readonly goals: readonly CorpusGoal[];
}

/** A paper's conclusion on a goal, and who is right. */
export interface PaperConclusion {
  readonly concludes: boolean;
  readonly right: "paper" | "assay" | "both";
  /** The smallest sets of illegitimate steps with which the goal follows, as recorded; none: no such steps do. */
  readonly smuggles: readonly (readonly string[])[];
  readonly why: string;
}

export interface RuleTest {
  readonly id: string;
  readonly profile: Profile;
  readonly premises: readonly Formula[];
  readonly conclusion: Formula;
  readonly expected: boolean;
}

export interface Corpus {
  readonly protocols: readonly CorpusProtocol[];
  readonly ruleTests: readonly RuleTest[];
}
