/**
 * Proofs as data: steps in order, each from earlier ones, the last of which is the goal. Formulas are s-expressions.
 *
 * A proof claims nothing by itself: `check/check-proof.ts` reads it anew and accepts it or does not.
 */
import type { RuleId } from "./rules/rule.ts";

export type ProofStep =
  | { readonly id: number; readonly rule: "assume"; readonly assumption: string; readonly conclusion: string }
  | { readonly id: number; readonly rule: "message"; readonly message: string; readonly conclusion: string }
  | {
      readonly id: number;
      readonly rule: RuleId;
      readonly premises: readonly number[];
      readonly conclusion: string;
      /** ALL: what each bound variable stands for, in their order. */
      readonly instance?: readonly string[];
      /** The side conditions that the step rests on, as `nameSide` names them. */
      readonly sides: readonly string[];
    };

export interface Proof {
  readonly profile: string;
  readonly goal: string;
  readonly steps: readonly ProofStep[];
}

/** The start of a derivation: statements that are assumed, and messages with who receives them. */
export interface Theory {
  readonly assumptions: readonly { readonly id: string; readonly formula: string }[];
  readonly messages: readonly { readonly id: string; readonly to: string; readonly formula: string }[];
  /** The sort of every name; undefined: sorts are not checked. */
  readonly sorts: ReadonlyMap<string, string> | undefined;
}

/** A step in GNY logic: a leaf, or a rule by its number in the paper. */
export type GnyProofStep = { readonly id: number; readonly conclusion: string } & (
  | { readonly rule: "assume"; readonly assumption: string }
  | { readonly rule: "message"; readonly message: string }
  /** A rule by its number in the paper. */
  | { readonly rule: string; readonly premises: readonly number[] }
);

/** A proof in GNY logic; formulas are s-expressions, the last step is the goal. */
export interface GnyProof {
  readonly goal: string;
  readonly steps: readonly GnyProofStep[];
}
