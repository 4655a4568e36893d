/**
 * The engine for games: the contract's rules in TypeScript, receipts as the EVM's, no signatures and no gas.
 *
 * It believes the account that a transaction names, so it serves where the chain itself is not under attack. Its state
 * root chains the receipts; its blooms are empty.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { decodeCall, encodeCall } from "./contract/contract-call.ts";
import { encodeEvent, type Log } from "./contract/contract-event.ts";
import { MemoryContract } from "./contract/memory-contract.ts";
import type { Engine, Execution } from "./engine.ts";
import type { Address, LedgerEvent, Refusal } from "./entry.ts";
import { toHash } from "./header.ts";
import type { Outcome } from "./ledger.ts";
import { encodeReceipt } from "./receipt.ts";

const NO_BLOOM = new Uint8Array(256);

/** An engine whose contract is made by the authority, and whose gateway speaks for other chains. */
export function createMemoryEngine(authority: Address, gateway: Address): Engine {
  const made = new MemoryContract(authority, gateway);
  const contract = contractOf(authority);
  let state = new Uint8Array(32);
  return {
    contract,
    deployment: () => RLP.encode([hexToBytes(authority.slice(2)), hexToBytes(gateway.slice(2))]),
    sign: async (calls) => calls.map(({ by, call }) => RLP.encode([hexToBytes(by.account.slice(2)), encodeCall(call)])),
    execute: async (transactions): Promise<Execution> => {
      const receipts: Uint8Array[] = [];
      const outcomes: Outcome[] = [];
      for (const transaction of transactions) {
        const [sender, data] = readTransaction(transaction);
        const call = data.length === 20 ? undefined : decodeCall(data);
        const answer = call === undefined ? "not-executed" : made.call(sender, call);
        outcomes.push(typeof answer === "string" ? { is: "refused", why: answer } : { is: "done", event: answer });
        receipts.push(receiptFor(data.length === 20 ? "made" : answer, contract));
      }
      state = keccak_256(concatBytes(state, ...receipts));
      return { receipts, outcomes, stateRoot: toHash(state) };
    },
    partyOf: async (name) => made.partyOf(name),
    listingOf: async (record) => made.listingOf(record),
    mayRead: async (record, reader) => made.mayRead(record, reader),
    entryOf: async (transfer, step, act) => made.entryOf(transfer, step, act),
  };
}

/** The address of the first contract that an account makes, on every chain of Ethereum's kind. */
export function contractOf(authority: Address): Address {
  const address = keccak_256(RLP.encode([hexToBytes(authority.slice(2)), 0])).subarray(12);
  return `0x${bytesToHex(address)}`;
}

function receiptFor(answer: LedgerEvent | Refusal | "made", contract: Address): Uint8Array {
  if (answer === "made") return encodeReceipt({ status: "done", logs: [] }, 0n, NO_BLOOM);
  if (typeof answer === "string") return encodeReceipt({ status: "reverted", logs: [] }, 0n, NO_BLOOM);
  const { topics, data } = encodeEvent(answer);
  const log: Log = [hexToBytes(contract.slice(2)), topics, data];
  return encodeReceipt({ status: "done", logs: [log] }, 0n, NO_BLOOM);
}

function readTransaction(bytes: Uint8Array): [sender: Address, data: Uint8Array] {
  let fields: unknown;
  try {
    fields = RLP.decode(bytes);
  } catch {
    fields = undefined;
  }
  const [sender, data]: unknown[] = Array.isArray(fields) ? fields : [];
  if (!(sender instanceof Uint8Array) || sender.length !== 20 || !(data instanceof Uint8Array)) {
    throw new RangeError("Not a transaction of the memory engine.");
  }
  return [`0x${bytesToHex(sender)}`, data];
}
