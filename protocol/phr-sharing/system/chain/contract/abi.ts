/**
 * Solidity's ABI for the types that the contract uses, in both directions.
 *
 * Decoding is strict: bytes that encoding would not give for the values read are refused, so that two encodings of one
 * statement cannot exist. Source: the Solidity documentation, "Contract ABI Specification".
 */
import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** The types of the contract; a uint64 covers every smaller one, enumerations too. */
export type AbiType = "bytes32" | "address" | "uint64" | "bool" | "string";

/** Values: bytes32 and address as digits behind `0x`, uint64 as a number that is safe, bool as 0 or 1. */
export type AbiValue = string | number;

const WORD = 32;
const HEX_WORD = /^0x[0-9a-f]{64}$/;
const HEX_ADDRESS = /^0x[0-9a-f]{40}$/;

/** The first four bytes of a signature's hash, by which functions and errors are told apart. */
export function selectorOf(signature: string): Uint8Array {
  return topicOf(signature).subarray(0, 4);
}

/** The hash of a signature, by which events are told apart. */
export function topicOf(signature: string): Uint8Array {
  return keccak_256(utf8ToBytes(signature));
}

/** Encodes values; throws RangeError where one is not of its type. */
export function encodeAbi(types: readonly AbiType[], values: readonly AbiValue[]): Uint8Array {
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  let offset = types.length * WORD;
  types.forEach((type, i) => {
    const value = values[i];
    if (type === "string") {
      const tail = encodeString(value);
      heads.push(encodeWord("uint64", offset));
      tails.push(tail);
      offset += tail.length;
    } else heads.push(encodeWord(type, value));
  });
  return concatBytes(...heads, ...tails);
}

/** The values in these bytes, or undefined where `encodeAbi` would not give these bytes for any. */
export function decodeAbi(types: readonly AbiType[], bytes: Uint8Array): AbiValue[] | undefined {
  try {
    const values = types.map((type, i) => decodeValue(type, bytes, i * WORD));
    return bytesToHex(encodeAbi(types, values)) === bytesToHex(bytes) ? values : undefined;
  } catch {
    return undefined;
  }
}

/** One word as a value of its type; throws RangeError where it is none. */
export function encodeWord(type: Exclude<AbiType, "string">, value: AbiValue | undefined): Uint8Array {
  const word = new Uint8Array(WORD);
  if (type === "bytes32" || type === "address") {
    const form = type === "address" ? HEX_ADDRESS : HEX_WORD;
    if (typeof value !== "string" || !form.test(value)) throw new RangeError(`Not of type ${type}: ${String(value)}`);
    const bytes = hexToBytes(value.slice(2));
    word.set(bytes, WORD - bytes.length);
    return word;
  }
  const largest = type === "bool" ? 1 : Number.MAX_SAFE_INTEGER;
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 0 || value > largest) {
    throw new RangeError(`Not of type ${type}: ${String(value)}`);
  }
  const view = new DataView(word.buffer);
  view.setUint32(WORD - 8, Math.floor(value / 2 ** 32));
  view.setUint32(WORD - 4, value % 2 ** 32);
  return word;
}

function encodeString(value: AbiValue | undefined): Uint8Array {
  const bytes = utf8ToBytes(String(value));
  const padded = new Uint8Array(Math.ceil(bytes.length / WORD) * WORD);
  padded.set(bytes);
  return concatBytes(encodeWord("uint64", bytes.length), padded);
}

function decodeValue(type: AbiType, bytes: Uint8Array, at: number): AbiValue {
  const word = wordAt(bytes, at);
  if (type === "bytes32") return `0x${bytesToHex(word)}`;
  if (type === "address") return `0x${bytesToHex(word.subarray(12))}`;
  const number = Number(new DataView(word.buffer, word.byteOffset + WORD - 8, 8).getBigUint64(0));
  if (type !== "string") return number;
  const length = decodeValue("uint64", bytes, number) as number;
  const start = number + WORD;
  if (start + length > bytes.length) throw new RangeError("A string that ends behind its bytes.");
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(start, start + length));
}

function wordAt(bytes: Uint8Array, at: number): Uint8Array {
  if (at + WORD > bytes.length) throw new RangeError("A word that ends behind its bytes.");
  return bytes.subarray(at, at + WORD);
}
