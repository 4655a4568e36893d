/** The claims and signals of a description while it unfolds: their places in the scripts are found at the end. */
import type { Term } from "../../term/term.ts";
import type { ClaimDescription, SignalDescription } from "../ir/description.ts";

/** A claim with the intended terms of what it is about. */
export interface PendingClaim {
  readonly role: string;
  readonly claim: ClaimDescription;
  readonly term?: Term;
  readonly data?: readonly Term[];
}

/** A signal of the author's with the intended terms that it names. */
export interface PendingSignal {
  readonly role: string;
  readonly signal: SignalDescription;
  readonly data: readonly Term[];
  /** The index of the role's last event when the signal was written; -1: none. */
  readonly written: number;
}
