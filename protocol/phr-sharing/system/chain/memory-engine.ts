/**
 * The engine for games: the contract's rules in TypeScript, receipts as the EVM's, signed calls, no gas.
 *
 * Its state root chains the receipts; its blooms are empty.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes } from "@noble/hashes/utils.js";
import { encodeEvent, type Log } from "./contract/contract-event.ts";
import { MemoryContract } from "./contract/memory-contract.ts";
import type { Engine, Execution } from "./engine.ts";
import type { Address, ChainName, LedgerEvent, Refusal } from "./entry.ts";
import { toHash } from "./header.ts";
import type { Outcome } from "./ledger.ts";
import { readTransaction, signTransaction } from "./memory-transaction.ts";
import { encodeReceipt } from "./receipt.ts";

const NO_BLOOM = new Uint8Array(256);

/** An engine whose contract is made by the authority, and whose gateway speaks for other chains. */
export function createMemoryEngine(chain: ChainName, authority: Address, gateway: Address): Engine {
  const made = new MemoryContract(authority, gateway);
  const contract = contractOf(authority);
  const deployment = RLP.encode([hexToBytes(authority.slice(2)), hexToBytes(gateway.slice(2))]);
  let state = new Uint8Array(32);
  return {
    contract,
    deployment: () => deployment,
    nonceOf: () => Promise.resolve(0),
    sign: async (calls) => calls.map(({ by, call }) => signTransaction(chain, by, call)),
    execute: async (transactions): Promise<Execution> => {
      const receipts: Uint8Array[] = [];
      const outcomes: Outcome[] = [];
      for (const transaction of transactions) {
        const isDeployment = bytesToHex(transaction) === bytesToHex(deployment);
        const read = readTransaction(chain, transaction);
        if (read === undefined && !isDeployment) throw new RangeError("Not a transaction of the memory engine.");
        const answer = read?.call === undefined ? "not-executed" : made.call(read.sender, read.call);
        outcomes.push(typeof answer === "string" ? { is: "refused", why: answer } : { is: "done", event: answer });
        receipts.push(receiptFor(isDeployment ? "made" : answer, contract));
      }
      state = keccak_256(concatBytes(state, ...receipts));
      return { receipts, outcomes, stateRoot: toHash(state) };
    },
    partyOf: async (name) => made.partyOf(name),
    listingOf: async (record) => made.listingOf(record),
    mayRead: async (record, reader, at) => made.mayRead(record, reader, at),
    consentOf: async (record, reader) => made.consentOf(record, reader),
    entriesOf: async (transfer, step, act) => made.entriesOf(transfer, step, act),
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
