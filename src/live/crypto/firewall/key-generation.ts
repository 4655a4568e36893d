/**
 * The firewall for key generation: it multiplies what was drawn by a factor of its own, which it must then remember.
 *
 * An authority's h becomes h^t and every key that it issues sk^t. A delegatee's P and W become P^t and W^t; what comes
 * in for them is brought back, so that the delegatee opens it with the key that it knows. Unlike the other firewalls
 * this one has a state, t, and the loss of t is the loss of the keys. A proof of the secret value cannot pass: it is
 * over P as the delegatee made it. So either the proof is asked for, or a chosen rho can be washed out, not both.
 */
import type { Backend, G1, G2, Scalar } from "../backend.ts";
import { type Decoded, accept, refuse } from "../decoded.ts";
import type { Identity } from "../pre/identity.ts";
import { checkDelegateeKey, checkKey, type DelegateePublicKey } from "../pre/keys.ts";
import type { Reencrypted } from "../pre/scheme.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";

/** A public key as it leaves, and the factor that the firewall remembers. */
export interface Blinded<K> {
  readonly publicKey: K;
  readonly factor: Scalar;
}

/** An authority's public key on its way out. */
export function filterAuthorityKey({ g2 }: Backend, key: G2, randomness: Randomness): Decoded<Blinded<G2>> {
  if (g2.equals(key, g2.infinity)) return refuse("infinity", "the authority's key is infinity");
  const factor = drawScalar(randomness);
  return accept({ publicKey: g2.multiply(key, factor), factor });
}

/** A key that an authority issues, on its way out; `authorityKey` is the key as the authority made it. */
export function filterIssuedKey(
  backend: Backend,
  authorityKey: G2,
  factor: Scalar,
  identity: Identity,
  key: G1,
): Decoded<G1> {
  if (!checkKey(backend, authorityKey, identity, key)) {
    return refuse("not-authentic", "the key is not the one that belongs to the identity");
  }
  return accept(backend.g1.multiply(key, factor));
}

/** A delegatee's public key on its way out. */
export function filterDelegateeKey(
  backend: Backend,
  authorityKey: G2,
  key: DelegateePublicKey,
  randomness: Randomness,
): Decoded<Blinded<DelegateePublicKey>> {
  if (!checkDelegateeKey(backend, authorityKey, key)) {
    return refuse("not-authentic", "P and W do not have one exponent over the authority's key and the generator");
  }
  const factor = drawScalar(randomness);
  const publicKey = { p: backend.g2.multiply(key.p, factor), w: backend.g1.multiply(key.w, factor) };
  return accept({ publicKey, factor });
}

/** A re-encrypted ciphertext on its way in: the delegatee opens it with the key that it made. */
export function filterIncoming({ g2 }: Backend, factor: Scalar, ciphertext: Reencrypted): Reencrypted {
  return { ...ciphertext, c3: g2.multiply(ciphertext.c3, factor) };
}
