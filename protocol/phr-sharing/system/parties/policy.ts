/** The policy of a party of a sharing: that of any party, and what owners, users and the gateway decide. */
import type { PartyPolicy } from "../../../../src/live/parties/policy.ts";

/** The decisions of a party. */
export interface SharingPolicy extends PartyPolicy {
  /**
   * When the public key of a data user is believed: as registered; or with the user's signature and a proof that the
   * user knows its secret value, so that neither an outsider nor hospital B can put another in its place.
   */
  readonly delegateeKeys: "as-registered" | "proven";
  /** Place of the devices of owner and user, and of hospital A's key generation. */
  readonly devices: "on the network" | "behind firewalls";
  /** How long a reader may read what an owner grants, in seconds. */
  readonly consent: number;
  /** The gateway's check of a proof that the foreign chain holds the message. */
  readonly receipts: "demanded" | "assumed";
  /** The listed records that a data user asks for, by their names in hexadecimal digits. */
  readonly wanted: "whatever is listed" | ReadonlySet<string>;
  /** Readers to whom a data owner grants: everyone who asks, or those on its list. */
  readonly readers: "anyone" | ReadonlySet<string>;
}
