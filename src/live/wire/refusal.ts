/**
 * Why a party refuses a message, as data: one code, the field, one sentence.
 *
 * A refusal is an answer, not an accident: it is logged and changes nothing. `Refused` carries it out of the depths of a
 * decoder, and never leaves the party that received the message.
 */

import { sanitise } from "../../core/diagnostic/sanitise.ts";

/** Everything that can be wrong with a message, from its bytes to what it means. */
export type RefusalCode =
  | "too-large"
  | "not-cbor"
  | "not-canonical"
  | "wrong-version"
  | "wrong-protocol"
  | "unknown-message"
  | "missing-field"
  | "unknown-field"
  | "wrong-type"
  | "bad-element"
  | "cannot-open"
  | "bad-signature"
  | "mismatch"
  | "not-addressed"
  | "not-expected"
  | "unknown-party"
  | "unknown-key"
  | "unverified-key"
  | "stale"
  | "early"
  | "replayed"
  | "not-permitted"
  | "not-registered"
  | "block-missing"
  | "block-corrupt";

/** A refusal of one message. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The field at fault as `M1.N1`, or the message as a whole. */
  readonly at: string;
  /** One sentence. */
  readonly because: string;
}

/** Carries a refusal to the party that answers for it. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(code: RefusalCode, at: string, because: string) {
    // What is quoted was received: names and labels of a peer.
    const refusal = { code, at: sanitise(at), because: sanitise(because) };
    super(`${refusal.at}: ${refusal.because}`);
    this.refusal = refusal;
  }
}
