/**
 * ChaCha20-Poly1305 under a key that is used once: the nonce is zero, so it cannot carry anything out.
 *
 * Keys come from HKDF-SHA256 with a tag and everything that they are bound to, so two uses never share one. A box begins
 * with a commitment to its key, without which one box could open as two contents under two keys (Len, Grubbs and
 * Ristenpart, USENIX Security 2021): key and commitment are two outputs of HKDF, as Albertini and others propose
 * ("How to abuse and fix authenticated encryption without key commitment", USENIX Security 2022).
 */
import { chacha20poly1305 } from "@noble/ciphers/chacha.js";
import { equalBytes } from "@noble/ciphers/utils.js";
import { hkdf } from "@noble/hashes/hkdf.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { frame, join, toBytes } from "./bytes.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";
import { TAGS } from "./tags.ts";

/** Bytes of the commitment to a key. */
export const COMMITMENT_BYTES = 32;

/** Bytes that a box is longer than its content: the commitment and the tag. */
export const AEAD_OVERHEAD = COMMITMENT_BYTES + 16;

const NONCE = new Uint8Array(12);

/** The key for one box: from secret input, a tag, and what it is bound to. */
export function deriveKey(secret: Uint8Array, tag: string, ...bound: readonly Uint8Array[]): Uint8Array {
  return hkdf(sha256, secret, undefined, frame(toBytes(tag), ...bound), 32);
}

/** Commits to a key at the beginning of a box: nobody finds another key with the same commitment. */
export function commitToKey(key: Uint8Array): Uint8Array {
  return deriveKey(key, TAGS.keyCommitment);
}

/** Closes a box under a key that closes no other. */
export function sealOnce(key: Uint8Array, plaintext: Uint8Array, associated: Uint8Array): Uint8Array {
  return join(commitToKey(key), chacha20poly1305(contentKey(key), NONCE, associated).encrypt(plaintext));
}

/** Opens it; refuses a box that was altered, or closed with another key or other associated data. */
export function openOnce(key: Uint8Array, box: Uint8Array, associated: Uint8Array): Decoded<Uint8Array> {
  if (box.length < AEAD_OVERHEAD) return refuse("wrong-length", `a box has at least ${AEAD_OVERHEAD} bytes`);
  if (!equalBytes(box.subarray(0, COMMITMENT_BYTES), commitToKey(key))) return refuse("not-authentic", NOT_OPEN);
  try {
    return accept(chacha20poly1305(contentKey(key), NONCE, associated).decrypt(box.subarray(COMMITMENT_BYTES)));
  } catch {
    return refuse("not-authentic", NOT_OPEN);
  }
}

const NOT_OPEN = "the box does not open: other key, other header, or altered";

function contentKey(key: Uint8Array): Uint8Array {
  return deriveKey(key, TAGS.contentKey);
}
