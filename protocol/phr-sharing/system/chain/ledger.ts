/**
 * A chain as its users see it: calls go in by the block, events come out, and headers commit to all of it.
 *
 * One interface over two engines (`open-ledger.ts`): "evm" runs the compiled contract in a real EVM inside this
 * process, "memory" the same rules in TypeScript, for many plays of a game. Equal calls, signers and times give equal
 * block hashes. What a block holds can be proved to a stranger with `prove-receipt.ts`.
 */
import { PartFault } from "../../../../src/live/parties/part-fault.ts";
import type { Address, Call, ChainName, Consent, Entry, Hash, LedgerEvent, Listing } from "./entry.ts";
import type { Refusal, Registration } from "./entry.ts";
import type { Header } from "./header.ts";
import type { ValidatorSet } from "./quorum/validator-set.ts";
import type { Signer } from "./signer.ts";

/** A call and who signs it. */
export interface SignedCall {
  readonly by: Signer;
  readonly call: Call;
}

/** The outcome of a call. */
export type Outcome =
  | { readonly is: "done"; readonly event: LedgerEvent }
  | { readonly is: "refused"; readonly why: Refusal };

/** A sealed block: what was called, what came of it, and a header that commits to both. */
export interface Block {
  readonly header: Header;
  readonly hash: Hash;
  /** The sealer's signature of the hash, 65 bytes; of a chain with validators, `encodeQuorumSeal`. */
  readonly seal: Uint8Array;
  /** Signed calls, as the engine encodes them. */
  readonly transactions: readonly Uint8Array[];
  /** One receipt for each transaction, as Ethereum encodes them. */
  readonly receipts: readonly Uint8Array[];
  /** In the genesis block, whose one transaction makes the contract, empty. */
  readonly outcomes: readonly Outcome[];
}

/** The identity of a chain: enough for a stranger to believe what it proves. */
export interface ChainIdentity {
  readonly chain: ChainName;
  /** The hash of its first block. */
  readonly genesis: Hash;
  /** The account that made the contract and, where there are no validators, seals the blocks. */
  readonly sealer: Address;
  /** Who seals the blocks together, a quorum of them each. */
  readonly validators?: ValidatorSet;
  /** The account that announces what other chains hold. */
  readonly gateway: Address;
  readonly contract: Address;
}

/** One chain with its contract. */
export interface Ledger {
  readonly chain: ChainName;
  readonly identity: ChainIdentity;
  /**
   * Runs the calls in their order and seals them, refused ones too, in the next block, which is on disk when this
   * returns. Safe to call concurrently. Rejects with LedgerError; with RangeError for a hash or address that is none.
   */
  commit(calls: readonly SignedCall[]): Promise<Block>;
  /** As `commit`, for transactions that are signed: what a chain's node does for whoever has a key elsewhere. */
  submit(transactions: readonly Uint8Array[]): Promise<Block>;
  /** How many transactions an account has made, where the engine counts them. */
  nonceOf(account: Address): Promise<number>;
  /** All blocks from genesis on, as far as this side has seen them. */
  blocks(): readonly Block[];
  /** The blocks from a number on. */
  readBlocks(from: number): Promise<readonly Block[]>;
  /** The party of that name, if it is registered on this chain. */
  partyOf(name: string): Promise<Registration | undefined>;
  /** Where a record lies and whose it is. */
  listingOf(record: string): Promise<Listing | undefined>;
  /** Reports whether the owner of a record allows this reader to read it at that time, milliseconds since 1970. */
  mayRead(record: string, reader: string, at: number): Promise<boolean>;
  /** For which transfer a reader was let read last, and until when; until 0 once it was taken back. */
  consentOf(record: string, reader: string): Promise<Consent | undefined>;
  /** Lists this chain's entries of a transfer, in the order of steps and acts. */
  entriesOf(transfer: Hash): Promise<readonly Entry[]>;
  /** Waits for a block in the making, then stops: every later call fails with LedgerError "stopped". */
  stop(): Promise<void>;
}

/** Faults of a chain, not of a call. */
export type LedgerFault =
  | "stopped"
  | "full-disk"
  | "unreadable-log"
  | "unwritable-log"
  | "damaged-log"
  | "other-chain"
  | "no-quorum"
  | "bad-node";

/** Thrown, as a rejection, when a chain cannot do what it is for; its message is a sentence for people. */
export class LedgerError extends PartFault {
  override readonly name = "LedgerError";
  readonly kind: LedgerFault;
  readonly chain: ChainName;

  constructor(kind: LedgerFault, chain: ChainName, message: string) {
    super("ledger", message);
    this.kind = kind;
    this.chain = chain;
  }
}
