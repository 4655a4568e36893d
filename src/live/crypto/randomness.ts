/**
 * Randomness is an argument of everything that draws: a run can be replayed from its seed, and a subverted
 * implementation is one that is given another source.
 */
import { chacha20 } from "@noble/ciphers/chacha.js";
import { randomBytes } from "@noble/ciphers/utils.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { frame, toBytes } from "./bytes.ts";
import { TAGS } from "./tags.ts";

/** A source of random bytes. */
export interface Randomness {
  bytes(length: number): Uint8Array;
}

/** The generator of the operating system. */
export function systemRandomness(): Randomness {
  return { bytes: (length) => randomBytes(length) };
}

/**
 * Randomness that depends on what it is used for as well: where the source gives the same bytes twice, by a seed that is
 * used again or by a fault, another input still draws other bytes. As in RFC 6979 and "hedged" encryption (Bellare and
 * others, ASIACRYPT 2009): with a good source nothing changes, with a bad one equal inputs alone are seen to be equal.
 */
export function hedge(source: Randomness, ...inputs: readonly Uint8Array[]): Randomness {
  return seededRandomness(frame(toBytes(TAGS.hedge), source.bytes(32), ...inputs.map((input) => sha256(input))));
}

/** A stream of ChaCha20 that the seed determines: the same seed draws the same bytes on every machine. */
export function seededRandomness(seed: Uint8Array | string): Randomness {
  const bytes = typeof seed === "string" ? toBytes(seed) : seed;
  const key = sha256(frame(toBytes(TAGS.seed), bytes));
  const nonce = new Uint8Array(12);
  let drawn = 0n;
  return {
    bytes(length) {
      // Every draw has a nonce of its own, so a draw's bytes depend on how many were before, not on their lengths.
      new DataView(nonce.buffer).setBigUint64(4, drawn);
      drawn += 1n;
      return chacha20(key, nonce, new Uint8Array(length));
    },
  };
}
