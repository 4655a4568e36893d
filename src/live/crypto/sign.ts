/**
 * Signatures: Ed25519 with strict verification (RFC 8032, canonical encodings, keys and R in the subgroup of prime order).
 *
 * What is signed is framed with a context, so that a signature for one purpose is none for another.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { frame, toBytes } from "./bytes.ts";
import type { Randomness } from "./randomness.ts";
import { TAGS } from "./tags.ts";

/** A signing key and its verification key, 32 bytes each. */
export interface SigningKey {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

/** Draws a signing key. */
export function makeSigningKey(randomness: Randomness): SigningKey {
  const secret = randomness.bytes(32);
  return { secret, publicKey: ed25519.getPublicKey(secret) };
}

/** Signs; the signature is determined by key, context and message, so it carries nothing else out. */
export function sign(key: SigningKey, context: string, message: Uint8Array): Uint8Array {
  return ed25519.sign(framed(context, message), key.secret);
}

/** Verifies the signature of this key, for this context and message. Never throws. */
export function verify(publicKey: Uint8Array, context: string, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    const [key, nonce] = [publicKey, signature.subarray(0, 32)].map((bytes) => ed25519.Point.fromBytes(bytes));
    // Outside the subgroup of prime order, verifiers disagree: with and without the cofactor, alone and in batches.
    if (key === undefined || key.isSmallOrder() || !key.isTorsionFree() || nonce?.isTorsionFree() !== true)
      return false;
    return ed25519.verify(signature, framed(context, message), publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/** The bytes that are signed for a context and a message. */
export function framed(context: string, message: Uint8Array): Uint8Array {
  return frame(toBytes(TAGS.signature), toBytes(context), message);
}
