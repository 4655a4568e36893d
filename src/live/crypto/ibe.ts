/**
 * Encryption under an identity: Boneh and Franklin's (2001), as a key encapsulation with an AEAD for the content.
 *
 * u = g^r travels, and e(H1(ID),h1)^r gives the key; u is bound into the key, and so are the associated data. It uses
 * the same keys as the re-encryption of `pre/`, under another tag.
 */
import { AEAD_OVERHEAD, deriveKey, openOnce, sealOnce } from "./aead.ts";
import type { Backend, G1, Scalar } from "./backend.ts";
import { join } from "./bytes.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";
import type { Recipient } from "./pre/recipient.ts";
import { hedge, type Randomness } from "./randomness.ts";
import { drawScalar } from "./scalar.ts";
import { TAGS } from "./tags.ts";

/** Encrypts bytes to an identity: 96 bytes of u, then the box. */
export function encryptTo(
  backend: Backend,
  recipient: Recipient,
  plaintext: Uint8Array,
  associated: Uint8Array,
  randomness: Randomness,
): Uint8Array {
  return encryptWithExponent(
    backend,
    recipient,
    plaintext,
    associated,
    drawScalar(hedge(randomness, plaintext, associated)),
  );
}

/** Encrypts with an exponent that was chosen. */
export function encryptWithExponent(
  backend: Backend,
  recipient: Recipient,
  plaintext: Uint8Array,
  associated: Uint8Array,
  r: Scalar,
): Uint8Array {
  const { g2, gt } = backend;
  const u = g2.encode(g2.multiply(g2.generator, r));
  const key = deriveKey(gt.encodeRaw(recipient.blind(r)), TAGS.identityEncryption, u, associated);
  return join(u, sealOnce(key, plaintext, associated));
}

/** Decrypts with the private key of the identity. */
export function decryptWith(
  backend: Backend,
  identityKey: G1,
  ciphertext: Uint8Array,
  associated: Uint8Array,
): Decoded<Uint8Array> {
  const key = keyOfBox(backend, identityKey, ciphertext, associated);
  return key.kind === "refused" ? key : openWithKey(backend, key.value, ciphertext, associated);
}

/**
 * The key of one encryption, for whoever has the identity's. As boxes commit to their keys, who is told it can tell that
 * the content is the only one; of other encryptions it says nothing.
 */
export function keyOfBox(
  backend: Backend,
  identityKey: G1,
  ciphertext: Uint8Array,
  associated: Uint8Array,
): Decoded<Uint8Array> {
  const { g2, gt } = backend;
  if (ciphertext.length < g2.byteLength + AEAD_OVERHEAD) {
    return refuse("wrong-length", `an encryption under an identity has at least 144 bytes, not ${ciphertext.length}`);
  }
  const u = ciphertext.subarray(0, g2.byteLength);
  const point = g2.decode(u);
  if (point.kind === "refused") return point;
  const secret = gt.encodeRaw(backend.pair(identityKey, point.value));
  return accept(deriveKey(secret, TAGS.identityEncryption, u, associated));
}

/** Opens an encryption with its own key. */
export function openWithKey(
  { g2 }: Pick<Backend, "g2">,
  key: Uint8Array,
  ciphertext: Uint8Array,
  associated: Uint8Array,
): Decoded<Uint8Array> {
  return openOnce(key, ciphertext.subarray(g2.byteLength), associated);
}
