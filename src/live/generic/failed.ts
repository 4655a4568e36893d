/**
 * A party that fails: an implementation that hangs, ends, floods or answers what nobody understands. That is no refusal of a
 * message, and no fault of ours: it is thrown where it happens, and is a finding about the implementation.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";

/** How a party fails. */
export type FailureKind =
  /** It gives no answer in its time. */
  | "silent"
  /** Its process ends, or its connection. */
  | "ended"
  /** It answers what is no answer. */
  | "nonsense"
  /** It writes more than an answer may have, or speaks without being asked. */
  | "flood"
  /** It says by itself that it has failed. */
  | "failed"
  /** It sends what the mapping and the description do not have at this place. */
  | "bad message"
  /** It logs what the mapping cannot read. */
  | "bad log";

/** The failure of a party, as data. */
export interface Failure {
  readonly kind: FailureKind;
  /** The message, request or log line at fault. */
  readonly at: string;
  /** One sentence. */
  readonly because: string;
}

/** Carries a failure to whoever plays the party. */
export class Failed extends Error {
  override readonly name = "Failed";
  readonly failure: Failure;

  constructor(kind: FailureKind, at: string, because: string) {
    const failure = { kind, at: sanitise(at), because: sanitise(because) };
    super(`${failure.at}: ${failure.because}`);
    this.failure = failure;
  }
}
