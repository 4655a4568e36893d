/**
 * Terms as the search holds them: nodes that one bank makes once each, so that two terms are equal exactly when they are
 * the same object.
 *
 * Invariant: a node never changes, but for `value` (what the unifier in progress has bound a variable to) and the memo
 * fields, which belong to the bank and the bindings that set them. Outside a refinement in progress no variable is bound.
 */
import type { Name, Variable } from "../../../core/term/term.ts";

export interface Node {
  readonly kind: "name" | "variable" | "application";
  /** Tells the nodes that exist at one time apart, for hashing. */
  readonly id: number;
  readonly hash: number;
  /** The operation, as a number of the bank; negative for leaves. */
  readonly op: number;
  readonly args: readonly Node[];
  readonly ground: boolean;
  /** One bit for every variable inside, several variables to a bit: no common bit, no common variable. */
  readonly mask: number;
  /** True when a name that some run makes anew is inside. */
  readonly hasFresh: boolean;
  readonly leaf: Leaf | undefined;
  /** The value of this variable in the bindings in progress. */
  value: Node | undefined;
  /** The node under the bindings of the moment `imageAt`. */
  image: Node | undefined;
  imageAt: number;
  /** 0: not decided yet; 1: the intruder can build it from the start; -1: it cannot. */
  trivial: number;
  /** Results computed of the node (`SLOT`), set by the bank's `remember` alone. */
  readonly memo: unknown[];
  /** The next node in the same bucket of the bank. */
  next: Node | undefined;
}

/** Further data of names and variables. */
export interface Leaf {
  /** The name or variable as a term. A variable that the search made has the one that it was made from. */
  readonly term: Name | Variable;
  /** The leaf's sorts, as a number of the bank; settled once everything of the model has been made. */
  sort: number;
  /** Variables of rules and scripts, to be replaced at each use: the only ones that matching gives values to. */
  readonly isTemplate: boolean;
  /** Position among a script's variables and fresh names, for the placeholders of its templates; else negative. */
  readonly slot: number;
}

/** Where a node's memo holds what. */
export const SLOT = { exposed: 0, way: 1, message: 2, free: 3, pairs: 4 } as const;
