/**
 * Byte strings: joining, comparing, and reading fields of fixed length.
 *
 * `frame` is injective: every part is preceded by its length, so no two lists of parts give the same bytes. Whatever is
 * hashed, signed or bound as associated data from several parts goes through it.
 */
import { bytesToHex, concatBytes } from "@noble/hashes/utils.js";
import { type Decoded, accept, refuse } from "./decoded.ts";

const encoder = new TextEncoder();

/** The UTF-8 bytes of a text. */
export function toBytes(text: string): Uint8Array {
  return encoder.encode(text);
}

/** Hexadecimal digits, for who has no such package at hand. */
export function toHex(bytes: Uint8Array): string {
  return bytesToHex(bytes);
}

/** One after the other. */
export function join(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts);
}

/** Each preceded by its length in four bytes, big-endian. */
export function frame(...parts: readonly Uint8Array[]): Uint8Array {
  return concatBytes(...parts.flatMap((part) => [lengthOf(part), part]));
}

function lengthOf(part: Uint8Array): Uint8Array {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, part.length);
  return length;
}

/** True when both are the same; takes as long for different bytes as for equal ones. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= (a[i] ?? 0) ^ (b[i] ?? 0);
  return difference === 0;
}

/** Cuts bytes into fields of these lengths; refuses when the total is another. */
export function cut<const L extends readonly number[]>(
  bytes: Uint8Array,
  lengths: L,
  what: string,
): Decoded<{ readonly [I in keyof L]: Uint8Array }> {
  const total = lengths.reduce((sum, length) => sum + length, 0);
  if (!(bytes instanceof Uint8Array) || bytes.length !== total) {
    return refuse(
      "wrong-length",
      `${what} has ${total} bytes, not ${bytes instanceof Uint8Array ? bytes.length : "these"}`,
    );
  }
  let at = 0;
  const parts = lengths.map((length) => bytes.subarray(at, (at += length)));
  return accept(parts as unknown as { readonly [I in keyof L]: Uint8Array });
}
