/**
 * Legacy transactions of Ethereum as an auditor reads them, and a party without an engine signs them.
 *
 * Written apart from the library that the engine signs with. Sources: the Yellow Paper, section 4.2, and EIP-155.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import { decodeCall, encodeCall } from "./contract/contract-call.ts";
import { type Address, type Call, type ChainName } from "./entry.ts";
import type { AccountCall } from "./memory-transaction.ts";
import { recoverAccount, type Signer, signHash } from "./signer.ts";

/** The numbers of the chains, which their transactions are bound to. */
export const CHAIN_NUMBERS: { readonly [C in ChainName]: number } = { A: 910_001, B: 910_002, relay: 910_003 };

/** Gas limit of a transaction, and the least price that the rules (Shanghai's) allow. */
export const GAS_LIMIT = 6_000_000n;
export const GAS_PRICE = 7n;

/** A call to be signed by whoever has no engine: the account's number of transactions comes from the chain's node. */
export interface UnsignedCall {
  readonly chain: ChainName;
  readonly contract: Address;
  readonly nonce: number;
  readonly call: Call;
}

/** The transaction by which a signer makes a call, byte for byte that of the engine. */
export function signEvmCall({ chain, contract, nonce, call }: UnsignedCall, by: Signer): Uint8Array {
  return sign(chain, [BigInt(nonce), GAS_PRICE, GAS_LIMIT, hexToBytes(contract.slice(2)), 0n, encodeCall(call)], by);
}

/** The transaction by which a signer makes a contract, as its first one. */
export function signEvmDeployment(chain: ChainName, code: Uint8Array, by: Signer): Uint8Array {
  return sign(chain, [0n, GAS_PRICE, GAS_LIMIT, new Uint8Array(), 0n, code], by);
}

function sign(chain: ChainName, fields: readonly (bigint | Uint8Array)[], by: Signer): Uint8Array {
  const number = CHAIN_NUMBERS[chain];
  const signature = signHash(keccak_256(RLP.encode([...fields, number, 0, 0])), by);
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32, 64)].map(trim);
  return RLP.encode([...fields, number * 2 + 35 + (signature[64] ?? 0), r, s]);
}

/** True for a transaction that is just what `signEvmCall` makes of a call, whoever signed it. */
export function isPlainCall({ contract, nonce, call }: Omit<UnsignedCall, "chain">, transaction: Uint8Array): boolean {
  const expected = [BigInt(nonce), GAS_PRICE, GAS_LIMIT, hexToBytes(contract.slice(2)), 0n, encodeCall(call)];
  try {
    const fields: unknown = RLP.decode(transaction);
    if (!Array.isArray(fields)) return false;
    const given = RLP.encode((fields as Uint8Array[]).slice(0, 6));
    return bytesToHex(given) === bytesToHex(RLP.encode(expected));
  } catch {
    return false;
  }
}

function trim(number: Uint8Array): Uint8Array {
  return number.subarray(number.findIndex((byte) => byte !== 0));
}

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
