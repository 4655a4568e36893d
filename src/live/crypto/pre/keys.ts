/**
 * Keys of both systems. Hospital A's is identity-based: sk = H1(ID)^s, with h1 = g^s public. Hospital B's is
 * certificateless: it issues D = H1(ID)^y, and the user's secret value rho makes sk = D^rho and P = h2^rho.
 *
 * W = g1^rho shows that P is a power of h2 and not of g (whoever knows log_g P reads what is masked for it): e(W,h2) =
 * e(g1,P). It does not show whose key it is; that takes a signature, or a registration that is trusted.
 */
import type { Backend, G1, G2, Scalar } from "../backend.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";
import { type Identity, hashIdentity } from "./identity.ts";

/** A hospital's master secret and public key. */
export interface Authority {
  readonly secret: Scalar;
  readonly publicKey: G2;
}

/** The public key of a delegatee, with W; its point Q = H1(ID) is recomputed by whoever uses the key. */
export interface DelegateePublicKey {
  readonly p: G2;
  readonly w: G1;
}

/** A delegatee's keys. */
export interface DelegateeKey {
  /** sk = D^rho. */
  readonly secret: G1;
  readonly secretValue: Scalar;
  readonly publicKey: DelegateePublicKey;
}

/** Sets a hospital up: s and h1 = g^s, or y and h2 = g^y. */
export function setUp(backend: Backend, randomness: Randomness): Authority {
  const secret = drawScalar(randomness);
  return { secret, publicKey: backend.g2.multiply(backend.g2.generator, secret) };
}

/** The key that a hospital issues for an identity: A's user's private key, or B's user's partial key D. */
export function extractKey(backend: Backend, authority: Authority, identity: Identity): G1 {
  return backend.g1.multiply(hashIdentity(backend, identity), authority.secret);
}

/** Checks that a key was issued for this identity by this authority. */
export function checkKey(backend: Backend, authorityKey: G2, identity: Identity, key: G1): boolean {
  const { gt, g2 } = backend;
  const expected = backend.pair(hashIdentity(backend, identity), authorityKey);
  return gt.equals(backend.pair(key, g2.generator), expected);
}

/** A user of B makes its keys from the partial key that B issued. */
export function makeDelegateeKey(
  backend: Backend,
  authorityKey: G2,
  partialKey: G1,
  randomness: Randomness,
): DelegateeKey {
  const { g1, g2 } = backend;
  const secretValue = drawScalar(randomness);
  const publicKey = { p: g2.multiply(authorityKey, secretValue), w: g1.multiply(g1.generator, secretValue) };
  return { secret: g1.multiply(partialKey, secretValue), secretValue, publicKey };
}

/** Checks that P and W have one exponent over h2 and g1, and are not infinity. */
export function checkDelegateeKey(backend: Backend, authorityKey: G2, { p, w }: DelegateePublicKey): boolean {
  const { g1, g2, gt } = backend;
  if (g2.equals(p, g2.infinity) || g1.equals(w, g1.infinity)) return false;
  return gt.equals(backend.pair(w, authorityKey), backend.pair(g1.generator, p));
}
