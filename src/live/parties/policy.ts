/**
 * The policy of a party, beyond what the description says: whom it believes, how long, and what it writes down.
 *
 * Every switch is here, or in what a system adds, and nowhere else, so that a careless implementation is an honest one with
 * one field changed.
 */

/** The decisions of a party. */
export interface PartyPolicy {
  /** Whether timestamps are compared with the party's clock. */
  readonly timestamps: "checked" | "ignored";
  /** How old a message may be, in seconds, and how far ahead of the party's clock. */
  readonly freshness: { readonly most: number; readonly ahead: number };
  /** Whether a nonce that was seen before makes a message a replay. */
  readonly replays: "refused" | "taken";
  /** Whether messages are entered by the registrar. */
  readonly audit: "entered" | "skipped";
  /** Whether a message counts only if the registrar knows it announced. */
  readonly announcements: "demanded" | "assumed";
}
