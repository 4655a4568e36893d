/**
 * The policy of a party, beyond what the description says: whom it believes, how long, and what it writes down.
 *
 * Every switch is here and nowhere else, so that a careless implementation is an honest one with one field changed.
 */

/** The decisions of a party. */
export interface PartyPolicy {
  /** Whether timestamps are compared with the party's clock. */
  readonly timestamps: "checked" | "ignored";
  /** How old a message may be, in seconds, and how far ahead of the party's clock. */
  readonly freshness: { readonly most: number; readonly ahead: number };
  /** Whether a nonce that was seen before makes a message a replay. */
  readonly replays: "refused" | "taken";
  /**
   * When the public key of a data user is believed: as registered; or with the user's signature and a proof that the
   * user knows its secret value, so that neither an outsider nor hospital B can put another in its place.
   */
  readonly delegateeKeys: "as-registered" | "proven";
  /** Whether messages are entered on the chains. */
  readonly audit: "entered" | "skipped";
  /** Whether a message counts only if the receiver's chain announces it. */
  readonly announcements: "demanded" | "assumed";
  /** How long a reader may read what an owner grants, in seconds. */
  readonly consent: number;
  /** Whether the gateway asks for a proof that the foreign chain holds the message. */
  readonly receipts: "demanded" | "assumed";
  /** Whether a data owner grants to everyone who asks, or to those on its list. */
  readonly readers: "anyone" | ReadonlySet<string>;
}
