/**
 * ChaCha20-Poly1305 under a key that is used once: the nonce is zero, so it cannot carry anything out.
 *
 * Keys come from HKDF-SHA256 with a tag and everything that they are bound to, so two uses never share one.
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { frame, toBytes } from "./bytes.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";

/** Bytes that a box is longer than its content. */
export const AEAD_OVERHEAD = 16;

const NONCE = new Uint8Array(12);

/** The key for one box: from secret input, a tag, and what it is bound to. */
export function deriveKey(secret: Uint8Array, tag: string, ...bound: readonly Uint8Array[]): Uint8Array {
  return hkdf(sha256, secret, undefined, frame(toBytes(tag), ...bound), 32);
}

/** Closes a box under a key that closes no other. */
export function sealOnce(key: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Uint8Array {
  return chacha20poly1305(key, NONCE, associated).encrypt(plaintext);
}

/** Opens it; refuses a box that was altered, or closed with another key or other associated data. */
export function openOnce(key: Uint8Array, box: Uint8Array, associated: Uint8Array): Decoded<Uint8Array> {
  if (box.length < AEAD_OVERHEAD) return refuse("wrong-length", "a box has at least 16 bytes");
  try {
    return accept(chacha20poly1305(key, NONCE, associated).decrypt(box));
  } catch {
    return refuse("not-authentic", "the box does not open: other key, other header, or altered");
  }
}
