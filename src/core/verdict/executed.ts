/**
 * An attack, or the way to a claim, executed on bytes: live parties take the honest steps, the operations of the theories
 * make what the intruder sends, and the claim is judged on what the parties hold.
 */

/** Outcome of an execution, with its steps. */
export type Executed = ExecutedEnds & {
  /** Whose code took the honest steps. */
  readonly implementation: string;
  /** The steps that took place, in order. */
  readonly transcript: readonly ExecutedStep[];
};

/** How it ended; also without a mix-up of types, where the receivers of the model take one type for another and the code does not. */
export type ExecutedEnds = ExecutedEnd & { readonly typed?: TypedEnd };

/** How it ended without a mix-up of types; `none`: there is no such attack within the bounds. */
export type TypedEnd = ExecutedEnd | { readonly outcome: "none" } | { readonly outcome: "undecided" };

/** How it ended. */
export type ExecutedEnd =
  /** Every step took place, and the claim does not hold of what the parties did; or it was reached. */
  | { readonly outcome: "succeeded" }
  /** Every step took place, and the claim holds of what the parties did. */
  | { readonly outcome: "held" }
  /** A party did not take what the role of the model takes. `at` names the message or its field. */
  | { readonly outcome: "refused"; readonly by: string; readonly at: string; readonly because: string }
  /** The code has no such value, or no operation that makes it. `at` names the message. */
  | { readonly outcome: "not-made"; readonly at: string; readonly because: string }
  /** An implementation that is not Assay's hung, ended or answered nonsense. */
  | { readonly outcome: "failed"; readonly by: string; readonly at: string; readonly because: string }
  /** Nothing was executed: a theory has no code, for example. */
  | { readonly outcome: "not-executed"; readonly because: string };

/** One step, as the parties and the network saw it. */
export interface ExecutedStep {
  readonly agent: string;
  readonly role: string;
  readonly run: number;
  readonly kind: "sends" | "takes" | "claims";
  /** The label of the message or claim. */
  readonly label: string;
  /** How long the message is in its envelope, in bytes. */
  readonly size?: number;
  /** Its first bytes, in hexadecimal: the whole of a short message. */
  readonly bytes?: string;
  /** The SHA-256 of the whole message, in hexadecimal. */
  readonly sha256?: string;
}
