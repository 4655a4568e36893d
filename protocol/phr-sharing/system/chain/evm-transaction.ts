/**
 * Legacy transactions of Ethereum as an auditor reads them: who signed, and what is called.
 *
 * Written apart from the library that the engine signs with. Sources: the Yellow Paper, section 4.2, and EIP-155.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { decodeCall } from "./contract/contract-call.ts";
import type { Address, ChainName } from "./entry.ts";
import type { AccountCall } from "./memory-transaction.ts";
import { recoverAccount } from "./signer.ts";

/** The numbers of the chains, which their transactions are bound to. */
export const CHAIN_NUMBERS: { readonly [C in ChainName]: number } = { A: 910_001, B: 910_002, relay: 910_003 };

/** The call in a transaction for this chain and contract; undefined where it is none that anybody signed. */
export function readEvmTransaction(chain: ChainName, contract: Address, bytes: Uint8Array): AccountCall | undefined {
  try {
    const fields: unknown = RLP.decode(bytes);
    if (!Array.isArray(fields) || fields.length !== 9) return undefined;
    if (!fields.every((field) => field instanceof Uint8Array)) return undefined;
    const [nonce, price, limit, to, value, data, v, r, s] = fields as readonly Uint8Array[];
    const [chainNumber, base] = [CHAIN_NUMBERS[chain], CHAIN_NUMBERS[chain] * 2 + 35];
    const parity = Number(`0x${bytesToHex(v ?? new Uint8Array())}`) - base;
    if (data === undefined || to === undefined || (parity !== 0 && parity !== 1)) return undefined;
    const digest = keccak_256(RLP.encode([nonce, price, limit, to, value, data, chainNumber, 0, 0]));
    const sender = recoverAccount(digest, new Uint8Array([...pad(r), ...pad(s), parity]));
    if (sender === undefined) return undefined;
    return { sender, call: `0x${bytesToHex(to)}` === contract ? decodeCall(data) : undefined };
  } catch {
    return undefined;
  }
}

function pad(number: Uint8Array = new Uint8Array()): Uint8Array {
  const word = new Uint8Array(32);
  word.set(number, 32 - number.length);
  return word;
}
