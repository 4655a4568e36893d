/**
 * Aggregate signatures of Boneh, Lynn and Shacham over this curve: signatures in G1, keys in G2, one point for many.
 *
 * `PLAIN` hashes the message alone: whoever chooses its key after seeing others' signs for them (the rogue key attack).
 * `PROVEN` asks of every key a signature on the key itself, under a tag of its own (Ristenpart and Yilek, 2007).
 */
import type { Backend, G1, G2, Scalar } from "../../../live/crypto/backend.ts";
import { frame } from "../../../live/crypto/bytes.ts";
import type { Randomness } from "../../../live/crypto/randomness.ts";
import { drawScalar } from "../../../live/crypto/scalar.ts";

/** The form of RFC 9380's tags; these are the games' own. */
const SUITE = "BLS12381G1_XMD:SHA-256_SSWU_RO_";
const MESSAGE_TAG = `ASSAY-V1-AGGREGATE-MESSAGE-${SUITE}`;
const POSSESSION_TAG = `ASSAY-V1-AGGREGATE-POSSESSION-${SUITE}`;

/** A key that takes part in a signature, with the proof that its secret is known. */
export interface Signer {
  readonly key: G2;
  readonly possession: G1;
}

/** A signature scheme whose signatures can be added. */
export interface AggregateScheme {
  makeKey(backend: Backend, randomness: Randomness): { readonly secret: Scalar; readonly signer: Signer };
  sign(backend: Backend, secret: Scalar, message: Uint8Array): G1;
  /** Verifies one signature of all these keys on one message. */
  verify(backend: Backend, signers: readonly Signer[], message: Uint8Array, signature: G1): boolean;
}

/** Nothing is asked of a key. */
export const PLAIN: AggregateScheme = makeAggregateScheme(() => true);

/** A key is believed when it has signed itself. */
export const PROVEN: AggregateScheme = makeAggregateScheme((backend, { key, possession }) =>
  isSignature(backend, key, hashKey(backend, key), possession),
);

/** The scheme, with what it asks of a key. */
function makeAggregateScheme(isBelieved: (backend: Backend, signer: Signer) => boolean): AggregateScheme {
  return {
    makeKey(backend, randomness) {
      const { g1, g2 } = backend;
      const secret = drawScalar(randomness);
      const key = g2.multiply(g2.generator, secret);
      return { secret, signer: { key, possession: g1.multiply(hashKey(backend, key), secret) } };
    },
    sign: (backend, secret, message) => backend.g1.multiply(backend.hashToG1(frame(message), MESSAGE_TAG), secret),
    verify(backend, signers, message, signature) {
      if (!signers.every((signer) => isBelieved(backend, signer))) return false;
      const sum = signers.reduce((total, { key }) => backend.g2.add(total, key), backend.g2.infinity);
      return isSignature(backend, sum, backend.hashToG1(frame(message), MESSAGE_TAG), signature);
    },
  };
}

function hashKey(backend: Backend, key: G2): G1 {
  return backend.hashToG1(frame(backend.g2.encode(key)), POSSESSION_TAG);
}

function isSignature({ gt, g2, pair }: Backend, key: G2, hashed: G1, signature: G1): boolean {
  return gt.equals(pair(signature, g2.generator), pair(hashed, key));
}
