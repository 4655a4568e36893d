/**
 * The proxy re-encryption of the cross-chain PHR paper, from an identity-based to a certificateless system, with the
 * placement that a type 3 pairing forces: what is hashed to is in G1, so g, h1, h2, P and the ephemeral parts are in G2.
 *
 * Enc: c1 = g^a, c2 = M e(pk,h1)^a. ReKey: rk1 = H2(X)/sk, rk2 = g^l, rk3 = X e(Q,P)^l. ReEnc: C1 = c1,
 * C2 = c2 e(rk1,c1), C3 = rk2, C4 = rk3. Dec: X = C4/e(sk_DU,C3), M = C2/e(H2(X),C1). It is as weak as the paper's: a
 * re-encryption key and its X give sk, ciphertexts are malleable, and one key converts all of an owner's ciphertexts.
 */
import type { Backend, G1, G2, GT } from "../backend.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";
import { TAGS } from "../tags.ts";
import type { Recipient } from "./recipient.ts";

/** A ciphertext for the owner; c1 in G2, c2 in GT. */
export interface Ciphertext {
  readonly c1: G2;
  readonly c2: GT;
}

/** The key that turns an owner's ciphertexts into ones for a delegatee. */
export interface ReKey {
  readonly rk1: G1;
  readonly rk2: G2;
  readonly rk3: GT;
}

/** A ciphertext for the delegatee. */
export interface Reencrypted {
  readonly c1: G2;
  readonly c2: GT;
  readonly c3: G2;
  readonly c4: GT;
}

/** Draws a message M or a mask X: any element of GT. */
export function drawElement(backend: Backend, randomness: Randomness): GT {
  return backend.gt.power(backend.gt.generator, drawScalar(randomness));
}

/** H2: the point of a mask. */
export function hashMask(backend: Backend, mask: GT): G1 {
  return backend.hashToG1(backend.gt.encodeRaw(mask), TAGS.mask);
}

/** Enc, for the owner of an identity: `recipient` is (H1(ID), h1). */
export function encrypt(backend: Backend, recipient: Recipient, message: GT, randomness: Randomness): Ciphertext {
  const { g2, gt } = backend;
  const a = drawScalar(randomness);
  return { c1: g2.multiply(g2.generator, a), c2: gt.multiply(message, recipient.blind(a)) };
}

/** ReKey: `delegatee` is (Q, P), `mask` is X, drawn anew for every key. */
export function rekey(backend: Backend, ownerKey: G1, delegatee: Recipient, mask: GT, randomness: Randomness): ReKey {
  const { g1, g2, gt } = backend;
  const l = drawScalar(randomness);
  return {
    rk1: g1.subtract(hashMask(backend, mask), ownerKey),
    rk2: g2.multiply(g2.generator, l),
    rk3: gt.multiply(mask, delegatee.blind(l)),
  };
}

/** ReEnc, at the relay. */
export function reencrypt(backend: Backend, { c1, c2 }: Ciphertext, { rk1, rk2, rk3 }: ReKey): Reencrypted {
  return { c1, c2: backend.gt.multiply(c2, backend.pair(rk1, c1)), c3: rk2, c4: rk3 };
}

/** Dec of the owner's own ciphertext. */
export function decrypt(backend: Backend, { c1, c2 }: Ciphertext, ownerKey: G1): GT {
  return backend.gt.divide(c2, backend.pair(ownerKey, c1));
}

/** X of a re-encryption key, for the delegatee it was made for. */
export function maskOf(backend: Backend, { rk2, rk3 }: Pick<ReKey, "rk2" | "rk3">, delegateeKey: G1): GT {
  return backend.gt.divide(rk3, backend.pair(delegateeKey, rk2));
}

/** X of a re-encrypted ciphertext, for the delegatee. */
export function recoverMask(backend: Backend, { c3, c4 }: Reencrypted, delegateeKey: G1): GT {
  return maskOf(backend, { rk2: c3, rk3: c4 }, delegateeKey);
}

/** M of a re-encrypted ciphertext, for whoever has X. */
export function unmask(backend: Backend, { c1, c2 }: Pick<Reencrypted, "c1" | "c2">, mask: GT): GT {
  return backend.gt.divide(c2, backend.pair(hashMask(backend, mask), c1));
}

/** Dec of a re-encrypted ciphertext, for the delegatee. */
export function open(backend: Backend, ciphertext: Reencrypted, delegateeKey: G1): GT {
  return unmask(backend, ciphertext, recoverMask(backend, ciphertext, delegateeKey));
}

/** Encrypts as anyone can from a delegatee's public key alone: it opens to M like a re-encrypted ciphertext of an owner. */
export function encryptReencrypted(
  backend: Backend,
  delegatee: Recipient,
  message: GT,
  mask: GT,
  randomness: Randomness,
): Reencrypted {
  const { g2, gt } = backend;
  const a = drawScalar(randomness);
  const l = drawScalar(randomness);
  const c1 = g2.multiply(g2.generator, a);
  return {
    c1,
    c2: gt.multiply(message, backend.pair(hashMask(backend, mask), c1)),
    c3: g2.multiply(g2.generator, l),
    c4: gt.multiply(mask, delegatee.blind(l)),
  };
}

/** Whoever has a re-encryption key and its X has the owner's private key. */
export function recoverOwnerKey(backend: Backend, { rk1 }: Pick<ReKey, "rk1">, mask: GT): G1 {
  return backend.g1.subtract(hashMask(backend, mask), rk1);
}
