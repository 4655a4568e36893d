/**
 * Block headers: what a block commits to, its encoding (RLP, Ethereum's), its hash (Keccak-256), its seal.
 *
 * The fields are those of a consortium chain: no mining, no fees. The roots are Merkle-Patricia roots over the RLP of
 * the index, as in Ethereum. Decoding is strict: what is not byte for byte what `encodeHeader` writes is no header.
 */
import { RLP } from "@ethereumjs/rlp";
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";
import { CHAINS, type ChainName, type Hash } from "./entry.ts";

/** The header of a block. */
export interface Header {
  readonly chain: ChainName;
  readonly number: number;
  readonly parent: Hash;
  /** Milliseconds since 1970, of the chain's clock. */
  readonly time: number;
  /** Root of the state after the block; the memory engine, which has no trie of states, chains the receipts here. */
  readonly stateRoot: Hash;
  readonly transactionsRoot: Hash;
  readonly receiptsRoot: Hash;
}

const VERSION = "assay-header-1";
const MAX_BYTES = 256;

/** The bytes of a header. */
export function encodeHeader(header: Header): Uint8Array {
  return RLP.encode([
    utf8ToBytes(VERSION),
    utf8ToBytes(header.chain),
    BigInt(header.number),
    hashBytes(header.parent),
    BigInt(header.time),
    hashBytes(header.stateRoot),
    hashBytes(header.transactionsRoot),
    hashBytes(header.receiptsRoot),
  ]);
}

/** The header in these bytes, or undefined where they are none. */
export function decodeHeader(bytes: Uint8Array): Header | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  try {
    const fields = RLP.decode(bytes);
    if (!Array.isArray(fields) || !fields.every((field) => field instanceof Uint8Array)) return undefined;
    const [, name, number, parent, time, stateRoot, transactionsRoot, receiptsRoot] = fields;
    const chain = CHAINS.find((each) => each === new TextDecoder().decode(name));
    const hashes = [parent, stateRoot, transactionsRoot, receiptsRoot];
    if (chain === undefined || hashes.some((hash) => hash?.length !== 32)) return undefined;
    const header: Header = {
      chain,
      number: readInteger(number),
      parent: toHash(parent),
      time: readInteger(time),
      stateRoot: toHash(stateRoot),
      transactionsRoot: toHash(transactionsRoot),
      receiptsRoot: toHash(receiptsRoot),
    };
    return bytesToHex(encodeHeader(header)) === bytesToHex(bytes) ? header : undefined;
  } catch {
    return undefined;
  }
}

/** The hash by which a block is known. */
export function hashHeader(header: Header): Hash {
  return toHash(keccak_256(encodeHeader(header)));
}

/** The 32 bytes of a hash. */
export function hashBytes(hash: Hash): Uint8Array {
  return hexToBytes(hash.slice(2));
}

/** Bytes as hexadecimal digits behind `0x`. */
export function toHash(bytes: Uint8Array = new Uint8Array()): Hash {
  return `0x${bytesToHex(bytes)}`;
}

function readInteger(bytes: Uint8Array = new Uint8Array()): number {
  return bytes.length > 6 ? Number.NaN : bytes.reduce((value, byte) => value * 256 + byte, 0);
}
