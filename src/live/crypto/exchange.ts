/**
 * Diffie-Hellman in ristretto255, a group of prime order with one encoding an element: no cofactor, no small subgroup.
 */
import { ristretto255 } from "@noble/curves/ed25519.js";
import { sha512 } from "@noble/hashes/sha2.js";
import { bytesToNumberLE } from "@noble/curves/utils.js";
import { deriveKey } from "./aead.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";
import type { Randomness } from "./randomness.ts";
import { TAGS } from "./tags.ts";

const { Point } = ristretto255;

/** Draws an exponent. */
export function drawExponent(randomness: Randomness): bigint {
  return (bytesToNumberLE(randomness.bytes(48)) % (Point.Fn.ORDER - 1n)) + 1n;
}

/** The exponent that secret bytes stand for, whatever their length. */
export function exponentOf(secret: Uint8Array): bigint {
  return drawExponent({ bytes: (length) => sha512(secret).subarray(0, length) });
}

/** g^x: 32 bytes. */
export function makeShare(exponent: bigint): Uint8Array {
  return Point.BASE.multiply(exponent).toBytes();
}

/** The key that both sides come to, 32 bytes; refuses what is no share, or the neutral element. */
export function agreeKey(share: Uint8Array, exponent: bigint): Decoded<Uint8Array> {
  if (share.length !== 32) return refuse("wrong-length", `a share has 32 bytes, not ${share.length}`);
  try {
    const point = Point.fromBytes(share);
    if (point.is0()) return refuse("infinity", "the share is the neutral element");
    return accept(deriveKey(point.multiply(exponent).toBytes(), TAGS.exchange));
  } catch {
    return refuse("not-canonical", "the bytes are no share");
  }
}
