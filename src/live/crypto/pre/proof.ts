/**
 * A proof that whoever published P = h2^rho and W = g1^rho knows rho: Schnorr's for both at once, made non-interactive
 * by hashing (Chaum and Pedersen, 1992; Fiat and Shamir, 1986). It is bound to an identity and to the authority.
 *
 * It proves knowledge and form, not who the prover is: an outsider proves a key of its own just as well.
 */
import { sha512 } from "@noble/hashes/sha2.js";
import type { Backend, G1, G2, Scalar } from "../backend.ts";
import { frame, toBytes } from "../bytes.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar, ORDER, reduceToScalar } from "../scalar.ts";
import { TAGS } from "../tags.ts";
import type { DelegateeKey, DelegateePublicKey } from "./keys.ts";

/** A challenge and the answer to it. */
export interface SecretValueProof {
  readonly challenge: Scalar;
  readonly response: Scalar;
}

/** Proves that the secret value of a delegatee's key is known. */
export function proveSecretValue(
  backend: Backend,
  name: string,
  authorityKey: G2,
  key: DelegateeKey,
  randomness: Randomness,
): SecretValueProof {
  const { g1, g2 } = backend;
  const nonce = drawScalar(randomness);
  const commitments = [g1.multiply(g1.generator, nonce), g2.multiply(authorityKey, nonce)] as const;
  const challenge = makeChallenge(backend, name, authorityKey, key.publicKey, commitments);
  // A response of 0 would not be a scalar; it comes up with probability 2^-255, and then the nonce is drawn again.
  const response = (nonce + challenge * key.secretValue) % ORDER;
  return response === 0n ? proveSecretValue(backend, name, authorityKey, key, randomness) : { challenge, response };
}

/** Verifies the proof for this key, name and authority. */
export function verifySecretValue(
  backend: Backend,
  name: string,
  authorityKey: G2,
  publicKey: DelegateePublicKey,
  { challenge, response }: SecretValueProof,
): boolean {
  const { g1, g2 } = backend;
  if (g2.equals(publicKey.p, g2.infinity) || g1.equals(publicKey.w, g1.infinity)) return false;
  const commitments = [
    g1.subtract(g1.multiply(g1.generator, response), g1.multiply(publicKey.w, challenge)),
    g2.subtract(g2.multiply(authorityKey, response), g2.multiply(publicKey.p, challenge)),
  ] as const;
  return makeChallenge(backend, name, authorityKey, publicKey, commitments) === challenge;
}

/** The challenge for a key and a commitment, which has the form of a key. */
export function challengeFor(
  backend: Backend,
  name: string,
  authorityKey: G2,
  publicKey: DelegateePublicKey,
  { w, p }: DelegateePublicKey,
): Scalar {
  return makeChallenge(backend, name, authorityKey, publicKey, [w, p]);
}

function makeChallenge(
  { g1, g2 }: Backend,
  name: string,
  authorityKey: G2,
  { p, w }: DelegateePublicKey,
  [inG1, inG2]: readonly [G1, G2],
): Scalar {
  const statement = [toBytes(name), g2.encode(authorityKey), g2.encode(p), g1.encode(w)];
  const transcript = frame(toBytes(TAGS.secretValueProof), ...statement, g1.encode(inG1), g2.encode(inG2));
  return reduceToScalar(sha512(transcript).subarray(0, 48));
}
