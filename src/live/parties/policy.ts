/**
 * The policy of a party, beyond what the description says: whom it believes, how long, and what it writes down.
 *
 * Every switch is here, or in what a system adds, and nowhere else, so that a careless implementation is an honest one with
 * one field changed.
 */

/** The decisions of a party. */
export interface PartyPolicy {
  /** Comparison of timestamps with the party's clock. */
  readonly timestamps: "checked" | "ignored";
  /** How old a message may be, in seconds, and how far ahead of the party's clock. */
  readonly freshness: { readonly most: number; readonly ahead: number };
  /** Treatment of a message with a nonce that was seen before. */
  readonly replays: "refused" | "taken";
  /** Entry of messages by the registrar. */
  readonly audit: "entered" | "skipped";
  /** Need for an announcement of a message to the registrar. */
  readonly announcements: "demanded" | "assumed";
}
