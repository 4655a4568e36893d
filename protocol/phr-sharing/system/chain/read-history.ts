/**
 * A chain's blocks, read by somebody who trusts nobody: links, seals and roots are checked, every call is one that its
 * account has signed, and what the contract answered is what its rules give (`memory-contract.ts`).
 *
 * So a sealer can leave calls out, order them, and choose its clock; it cannot say what nobody said. A block that does is
 * evidence against whoever sealed it.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeEvent, encodeEvent } from "./contract/contract-event.ts";
import { MemoryContract } from "./contract/memory-contract.ts";
import type { Address, ChainName, Entry, Hash, LedgerEvent } from "./entry.ts";
import { readEvmTransaction } from "./evm-transaction.ts";
import { toHash } from "./header.ts";
import { encodeSealedHeader, followChain } from "./known-headers.ts";
import type { Block, ChainIdentity } from "./ledger.ts";
import { type AccountCall, readTransaction } from "./memory-transaction.ts";
import { buildOrderedTrie } from "./ordered-trie.ts";
import { decodeReceipt } from "./receipt.ts";

/** A statement with where and when a chain has it. */
export interface PlacedEntry extends Entry {
  readonly chain: ChainName;
  /** How many statements this chain had before. */
  readonly position: number;
  /** The time of its block, milliseconds. */
  readonly time: number;
}

/** The statements of a chain's blocks, or the first block that cannot be believed. */
export type History =
  | {
      readonly is: "read";
      readonly chain: ChainName;
      readonly entries: readonly PlacedEntry[];
      readonly sealer: Address;
      /** The hashes of the blocks, by number. */
      readonly hashes: readonly Hash[];
    }
  | {
      readonly is: "rejected";
      readonly chain: ChainName;
      readonly block: number;
      /** True where the block's sealer has sealed just that: then it is proved against it. */
      readonly isSealed: boolean;
      readonly sentence: string;
    };

/** The part of a block that a history is read from. */
export type HistoryBlock = Pick<Block, "header" | "seal" | "receipts" | "transactions">;

/** Reads the blocks of a chain, from its first one on. */
export function readHistory(identity: ChainIdentity, blocks: readonly HistoryBlock[]): History {
  const { chain, sealer } = identity;
  const known = followChain(identity);
  const contract = new MemoryContract(identity.sealer, identity.gateway);
  const entries: PlacedEntry[] = [];
  const hashes: Hash[] = [];
  for (const [block, { header, seal, receipts, transactions }] of blocks.entries()) {
    const reject = (what: string, isSealed: boolean): History => {
      const sentence = `Block ${block} of chain ${chain} cannot be believed: ${what}.`;
      return { is: "rejected", chain, block, isSealed, sentence };
    };
    const following = known.follow(encodeSealedHeader({ header, seal }));
    if (following.is === "rejected" || known.count() !== block + 1) {
      return reject("its header does not follow, or is not sealed", false);
    }
    hashes.push(following.hash);
    if (toHash(buildOrderedTrie(receipts).root) !== header.receiptsRoot) {
      return reject("its receipts are not those sealed", false);
    }
    if (toHash(buildOrderedTrie(transactions).root) !== header.transactionsRoot) {
      return reject("its calls are not those sealed", false);
    }
    if (receipts.length !== transactions.length) return reject("it has not one receipt for each call", true);
    for (const [i, bytes] of receipts.entries()) {
      const told = readEvents(identity, bytes);
      if (told === undefined) return reject("it holds a receipt that cannot be read", true);
      const expected = block === 0 ? [] : execute(contract, identity, transactions[i]);
      if (expected === undefined) return reject("it holds a call that nobody signed", true);
      if (told.map(writeEvent).join() !== expected.map(writeEvent).join()) {
        return reject("it says of a call what the contract does not", true);
      }
      for (const event of told) {
        if (event.kind !== "stated") continue;
        const { kind: _, ...entry } = event;
        entries.push({ ...entry, chain, position: entries.length, time: header.time });
      }
    }
  }
  return { is: "read", chain, entries, sealer, hashes };
}

function writeEvent(event: LedgerEvent): string {
  const { topics, data } = encodeEvent(event);
  return [...topics, data].map(bytesToHex).join(" ");
}

/** Executes a call as the contract does; undefined where nobody signed it. */
function execute(
  contract: MemoryContract,
  identity: ChainIdentity,
  bytes: Uint8Array = new Uint8Array(),
): LedgerEvent[] | undefined {
  const read: AccountCall | undefined =
    readTransaction(identity.chain, bytes) ?? readEvmTransaction(identity.chain, identity.contract, bytes);
  if (read === undefined) return undefined;
  const answer = read.call === undefined ? "not-executed" : contract.call(read.sender, read.call);
  return typeof answer === "string" ? [] : [answer];
}

/** Reads the events of the chain's contract in a transaction; those of other contracts are passed over. */
function readEvents({ contract }: ChainIdentity, bytes: Uint8Array): LedgerEvent[] | undefined {
  const receipt = decodeReceipt(bytes);
  if (receipt === undefined) return undefined;
  const events: LedgerEvent[] = [];
  for (const log of receipt.logs) {
    if (`0x${bytesToHex(log[0])}` !== contract) continue;
    const event = decodeEvent(log);
    if (event === "malformed-event") return undefined;
    if (typeof event !== "string") events.push(event);
  }
  return events;
}
