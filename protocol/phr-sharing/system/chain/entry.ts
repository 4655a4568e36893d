/**
 * The vocabulary of a chain: calls of its contract, events that it answers with.
 *
 * A transfer is one sharing of one record. Each of its messages ("step") is registered by its sender, announced on the
 * receiver's chain by the gateway, and registered again by its receiver: three acts, each signed by who did it. A chain
 * sees the hash of a message only. Everything here is plain data.
 */

/** 32 bytes in lower-case hexadecimal digits behind `0x`: a digest, a block hash, the name of a transfer. */
export type Hash = `0x${string}`;

/** 20 bytes in lower-case hexadecimal digits behind `0x`: an account, or the contract. */
export type Address = `0x${string}`;

/** The consortium chains of hospital A and hospital B, and the relay chain between them. */
export type ChainName = "A" | "B" | "relay";

/** All chains. */
export const CHAINS: readonly ChainName[] = ["A", "B", "relay"];

/** The messages that are registered; M2' is M2 as hospital A sends it on, with the ciphertext. */
export type Step = "M1" | "M2" | "M2'" | "M3";

/** Who speaks: the sender of a message, the gateway that announces it on the receiver's chain, its receiver. */
export type Act = "sent" | "relayed" | "received";

/** The steps in the order of the protocol; the contract counts them from 0. */
export const STEPS: readonly Step[] = ["M1", "M2", "M2'", "M3"];

/** The acts in the order in which they happen to one message; the contract counts them from 0. */
export const ACTS: readonly Act[] = ["sent", "relayed", "received"];

/** On which chain the sender, and on which the receiver of a step registers it. */
export const ROUTE: { readonly [S in Step]: { readonly from: ChainName; readonly to: ChainName } } = {
  M1: { from: "B", to: "A" },
  M2: { from: "A", to: "A" },
  "M2'": { from: "A", to: "relay" },
  M3: { from: "relay", to: "B" },
};

/** One act on one message, as told to the contract. */
export interface Statement {
  readonly transfer: Hash;
  readonly step: Step;
  readonly act: Act;
  /** Names of parties, at most 256 bytes of UTF-8, not empty. */
  readonly from: string;
  readonly to: string;
  /** The identifier of the record; empty where the message does not say (M1 of the literal protocol). */
  readonly record: string;
  /** SHA-256 of the message's bytes. */
  readonly digest: Hash;
}

/** The contract's entry of a statement: whose account made it, the how-manieth (from 1) of its act, step and ends. */
export interface Entry extends Statement {
  readonly speaker: Address;
  readonly sequence: number;
}

/** Whom the owner of a record lets read it. */
export interface Access {
  readonly record: string;
  readonly reader: string;
}

/** A consent: for which transfer it was given, and until when, milliseconds since 1970. */
export interface Consent {
  readonly transfer: Hash;
  readonly until: number;
}

/** An entry of a chain's access list: whose a record is, and where it lies (its CID). */
export interface Listing {
  readonly record: string;
  readonly owner: string;
  readonly address: string;
}

/** A party of a chain: the account that speaks for it, and the digest of its public key. */
export interface Registration {
  readonly party: string;
  readonly account: Address;
  readonly key: Hash;
}

/** A call of the contract. */
export type Call =
  | ({ readonly kind: "register-party" } & Registration)
  | ({ readonly kind: "list-record" } & Listing)
  | ({ readonly kind: "state" } & Statement)
  | ({ readonly kind: "grant-access" } & Access & Consent)
  | ({ readonly kind: "revoke-access" } & Access);

/** The contract's events, told when it did what it was called for. */
export type LedgerEvent =
  | ({ readonly kind: "party-registered" } & Registration)
  | ({ readonly kind: "record-listed" } & Listing)
  | ({ readonly kind: "stated" } & Entry)
  | ({ readonly kind: "access-granted" } & Access & Consent)
  | ({ readonly kind: "access-revoked" } & Access);

/** Why the contract refused a call; nothing changed then. */
export type Refusal =
  | "not-authority"
  | "not-gateway"
  | "not-the-party"
  | "not-owner"
  | "party-known"
  | "record-known"
  | "record-unknown"
  | "already-stated"
  | "not-announced"
  | "not-asked"
  | "bad-name"
  | "not-executed";
