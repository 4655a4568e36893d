/**
 * Signatures of Boneh, Lynn and Shacham (2001): 48 bytes in G1, keys in G2, one valid signature for a key and a message.
 *
 * A signature that everybody can tell to be the only one has no room for a hidden message (Ateniese, Magri and Venturi,
 * 2015): the repair of a signer that was subverted, provided that somebody verifies before it leaves, subgroup included.
 */
import type { Backend, G2, Scalar } from "./backend.ts";
import { frame, toBytes } from "./bytes.ts";
import type { Randomness } from "./randomness.ts";
import { drawScalar } from "./scalar.ts";
import { TAGS } from "./tags.ts";

/** A signing key and its verification key. */
export interface UniqueSigningKey {
  readonly secret: Scalar;
  readonly publicKey: G2;
}

/** Draws a signing key. */
export function makeUniqueKey({ g2 }: Backend, randomness: Randomness): UniqueSigningKey {
  const secret = drawScalar(randomness);
  return { secret, publicKey: g2.multiply(g2.generator, secret) };
}

/** Signs. */
export function signUniquely(backend: Backend, secret: Scalar, context: string, message: Uint8Array): Uint8Array {
  const { g1 } = backend;
  return g1.encode(g1.multiply(backend.hashToG1(frame(toBytes(context), message), TAGS.uniqueSignature), secret));
}

/** Verifies the signature of this key. Never throws. */
export function verifyUniquely(
  backend: Backend,
  publicKey: G2,
  context: string,
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const { g2, gt, pair } = backend;
  const decoded = backend.g1.decode(signature);
  if (decoded.kind === "refused" || g2.equals(publicKey, g2.infinity)) return false;
  const hashed = backend.hashToG1(frame(toBytes(context), message), TAGS.uniqueSignature);
  return gt.equals(pair(decoded.value, g2.generator), pair(hashed, publicKey));
}
