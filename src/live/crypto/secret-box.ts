/**
 * Authenticated encryption under a key that both sides hold and use again: XChaCha20-Poly1305 with a drawn nonce.
 *
 * The nonce, 24 bytes, is free to choose for whoever closes the box: a channel that no receiver can close.
 */
import { xchacha20poly1305 } from "@noble/ciphers/chacha.js";
import { AEAD_OVERHEAD, deriveKey } from "./aead.ts";
import { join } from "./bytes.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";
import type { Randomness } from "./randomness.ts";
import { TAGS } from "./tags.ts";

const NONCE_BYTES = 24;

/** Closes a box: 24 bytes of nonce, then the content and 16 bytes of tag. The key may have any length. */
export function closeBox(
  key: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
  randomness: Randomness,
): Uint8Array {
  const nonce = randomness.bytes(NONCE_BYTES);
  return join(nonce, xchacha20poly1305(boxKey(key), nonce, associated).encrypt(plaintext));
}

/** Opens it. */
export function openBox(key: Uint8Array, box: Uint8Array, associated: Uint8Array): Decoded<Uint8Array> {
  if (box.length < NONCE_BYTES + AEAD_OVERHEAD) return refuse("wrong-length", "a box has at least 40 bytes");
  const nonce = box.subarray(0, NONCE_BYTES);
  try {
    return accept(xchacha20poly1305(boxKey(key), nonce, associated).decrypt(box.subarray(NONCE_BYTES)));
  } catch {
    return refuse("not-authentic", "the box does not open: other key, other header, or altered");
  }
}

function boxKey(key: Uint8Array): Uint8Array {
  return deriveKey(key, TAGS.secretBox);
}
