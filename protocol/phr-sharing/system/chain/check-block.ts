/**
 * A block looked at by somebody who did not make it: its roots are those of what is in it, every call is one that its account
 * has signed, and what the contract answered is what its rules give (`memory-contract.ts`).
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeEvent, encodeEvent } from "./contract/contract-event.ts";
import type { MemoryContract } from "./contract/memory-contract.ts";
import type { LedgerEvent } from "./entry.ts";
import { readEvmTransaction } from "./evm-transaction.ts";
import { toHash } from "./header.ts";
import type { Block, ChainIdentity } from "./ledger.ts";
import { type AccountCall, readTransaction } from "./memory-transaction.ts";
import { buildOrderedTrie } from "./ordered-trie.ts";
import { decodeReceipt } from "./receipt.ts";

/** The chain and the contract that a block is of. */
export type BlockPlace = Pick<ChainIdentity, "chain" | "contract">;

/** The events of a block, or its fault. */
export type BlockCheck =
  | { readonly is: "sound"; readonly events: readonly LedgerEvent[] }
  /** `isSealed`: the header commits to what is wrong. */
  | { readonly is: "unsound"; readonly what: string; readonly isSealed: boolean };

/** Checks a block and makes its calls on the contract; the first block makes the contract, and calls nothing. */
export function checkBlock(
  contract: MemoryContract,
  place: BlockPlace,
  { header, receipts, transactions }: Pick<Block, "header" | "receipts" | "transactions">,
): BlockCheck {
  const reject = (what: string, isSealed: boolean): BlockCheck => ({ is: "unsound", what, isSealed });
  if (toHash(buildOrderedTrie(receipts).root) !== header.receiptsRoot) {
    return reject("its receipts are not those sealed", false);
  }
  if (toHash(buildOrderedTrie(transactions).root) !== header.transactionsRoot) {
    return reject("its calls are not those sealed", false);
  }
  if (receipts.length !== transactions.length) return reject("it has not one receipt for each call", true);
  const events: LedgerEvent[] = [];
  for (const [i, bytes] of receipts.entries()) {
    const told = readEvents(place, bytes);
    if (told === undefined) return reject("it holds a receipt that cannot be read", true);
    const expected = header.number === 0 ? [] : execute(contract, place, transactions[i]);
    if (expected === undefined) return reject("it holds a call that nobody signed", true);
    if (told.map(writeEvent).join() !== expected.map(writeEvent).join()) {
      return reject("it says of a call what the contract does not", true);
    }
    events.push(...told);
  }
  return { is: "sound", events };
}

function writeEvent(event: LedgerEvent): string {
  const { topics, data } = encodeEvent(event);
  return [...topics, data].map(bytesToHex).join(" ");
}

/** Executes a call as the contract does; undefined where nobody signed it. */
function execute(
  contract: MemoryContract,
  { chain, contract: address }: BlockPlace,
  bytes: Uint8Array = new Uint8Array(),
): LedgerEvent[] | undefined {
  const read: AccountCall | undefined = readTransaction(chain, bytes) ?? readEvmTransaction(chain, address, bytes);
  if (read === undefined) return undefined;
  const answer = read.call === undefined ? "not-executed" : contract.call(read.sender, read.call);
  return typeof answer === "string" ? [] : [answer];
}

/** Reads the events of the chain's contract in a transaction; those of other contracts are passed over. */
function readEvents({ contract }: BlockPlace, bytes: Uint8Array): LedgerEvent[] | undefined {
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
