/**
 * Authenticated encryption under a key that both sides hold and use again: XChaCha20-Poly1305 with a drawn nonce.
 *
 * The nonce, 24 bytes, is free to choose for whoever closes the box: a channel that no receiver can close. A sender that
 * counts its boxes can put their number there instead.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { equalBytes } from "@noble/ciphers/utils.js";
import { AEAD_OVERHEAD, COMMITMENT_BYTES, commitToKey, deriveKey } from "./aead.ts";
import { join } from "./bytes.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";
import { hedge, type Randomness } from "./randomness.ts";
import { TAGS } from "./tags.ts";

/** Bytes of the nonce that a box begins with. */
export const NONCE_BYTES = 24;

/** Closes a box: 24 bytes of nonce, 32 that commit to the key, then the content and 16 bytes of tag. The key may have any length. */
export function closeBox(
  key: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
  randomness: Randomness,
): Uint8Array {
  return closeWithNonce(key, hedge(randomness, key, plaintext, associated).bytes(NONCE_BYTES), plaintext, associated);
}

/** Closes a box under a nonce that was chosen: what a device can do that does not draw as it should. */
export function closeWithNonce(
  key: Uint8Array,
  nonce: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
): Uint8Array {
  const secret = boxKey(key);
  return join(nonce, commitToKey(secret), xchacha20poly1305(secret, nonce, associated).encrypt(plaintext));
}

/** The nonce of a box that says nothing but its number: whoever sees the boxes can tell that it was not chosen. */
export function numberedNonce(number: number): Uint8Array {
  const nonce = new Uint8Array(NONCE_BYTES);
  new DataView(nonce.buffer).setBigUint64(NONCE_BYTES - 8, BigInt(number));
  return nonce;
}

/** Opens it. */
export function openBox(key: Uint8Array, box: Uint8Array, associated: Uint8Array): Decoded<Uint8Array> {
  if (box.length < NONCE_BYTES + AEAD_OVERHEAD) return refuse("wrong-length", "a box has at least 72 bytes");
  const nonce = box.subarray(0, NONCE_BYTES);
  const secret = boxKey(key);
  const content = box.subarray(NONCE_BYTES + COMMITMENT_BYTES);
  const isCommitted = equalBytes(box.subarray(NONCE_BYTES, NONCE_BYTES + COMMITMENT_BYTES), commitToKey(secret));
  if (!isCommitted) return refuse("not-authentic", "the box does not open: it was closed with another key");
  try {
    return accept(xchacha20poly1305(secret, nonce, associated).decrypt(content));
  } catch {
    return refuse("not-authentic", "the box does not open: other header, or altered");
  }
}

function boxKey(key: Uint8Array): Uint8Array {
  return deriveKey(key, TAGS.secretBox);
}
