/** The engine of a chain's contract. Blocks, roots, seals and the log are the ledger's, and the same for every engine. */
import type { Act, Address, Call, Consent, Entry, Hash, Listing, Registration, Step } from "./entry.ts";
import type { Outcome } from "./ledger.ts";
import type { Signer } from "./signer.ts";

/** The outcomes of a block's transactions. */
export interface Execution {
  readonly receipts: readonly Uint8Array[];
  readonly outcomes: readonly Outcome[];
  readonly stateRoot: Hash;
}

/** Runs the transactions of one chain; nothing it does depends on anything but them. */
export interface Engine {
  readonly contract: Address;
  /** The transaction that makes the contract; the one of the genesis block. */
  deployment(): Uint8Array;
  /** The transactions that make these calls, in this order, after all that was executed. */
  sign(calls: readonly { readonly by: Signer; readonly call: Call }[]): Promise<Uint8Array[]>;
  /** How many transactions an account has made; 0 where they are not counted. */
  nonceOf(account: Address): Promise<number>;
  /** Runs the transactions of a block; throws RangeError where one is none of this engine's. */
  execute(transactions: readonly Uint8Array[]): Promise<Execution>;
  partyOf(name: string): Promise<Registration | undefined>;
  listingOf(record: string): Promise<Listing | undefined>;
  mayRead(record: string, reader: string, at: number): Promise<boolean>;
  consentOf(record: string, reader: string): Promise<Consent | undefined>;
  entriesOf(transfer: Hash, step: Step, act: Act): Promise<readonly Entry[]>;
}
