/** The measured algorithms: those of the scheme, and the primitives of the back end that they are made of. */
import { hashIdentity } from "../crypto/pre/identity.ts";
import { extractKey, makeDelegateeKey, setUp } from "../crypto/pre/keys.ts";
import { decrypt, encrypt, hashMask, open, reencrypt, rekey } from "../crypto/pre/scheme.ts";
import { drawScalar } from "../crypto/scalar.ts";
import type { Cast } from "./cast.ts";

/** One algorithm, run once. */
export interface Algorithm {
  readonly name: string;
  readonly run: (cast: Cast) => unknown;
}

/** The algorithms, as the paper names them; "key reused" has the pairing and the table of a public key at hand. */
export const ALGORITHMS: readonly Algorithm[] = [
  { name: "Setup", run: ({ backend, randomness }) => setUp(backend, randomness) },
  { name: "KeyGen DO", run: ({ backend, hospitalA }) => extractKey(backend, hospitalA, { name: "owner" }) },
  {
    name: "KeyGen DU",
    run: ({ backend, hospitalB, randomness }) => {
      const partialKey = extractKey(backend, hospitalB, { name: "delegatee" });
      return makeDelegateeKey(backend, hospitalB.publicKey, partialKey, randomness);
    },
  },
  { name: "Enc", run: ({ backend, owner, message, randomness }) => encrypt(backend, owner, message, randomness) },
  {
    name: "Enc, key reused",
    run: ({ backend, preparedOwner, message, randomness }) => encrypt(backend, preparedOwner, message, randomness),
  },
  {
    name: "ReKey",
    run: ({ backend, ownerKey, delegatee, mask, randomness }) => rekey(backend, ownerKey, delegatee, mask, randomness),
  },
  {
    name: "ReKey, key reused",
    run: ({ backend, ownerKey, preparedDelegatee, mask, randomness }) =>
      rekey(backend, ownerKey, preparedDelegatee, mask, randomness),
  },
  { name: "ReEnc", run: ({ backend, ciphertext, reKey }) => reencrypt(backend, ciphertext, reKey) },
  { name: "Dec DO", run: ({ backend, ciphertext, ownerKey }) => decrypt(backend, ciphertext, ownerKey) },
  { name: "Dec DU", run: ({ backend, reencrypted, delegateeKey }) => open(backend, reencrypted, delegateeKey.secret) },
];

/** The primitives of the algorithms, and the transport of their elements. */
export const PRIMITIVES = [
  "pairing",
  "G1 power",
  "G1 power of g1",
  "G1 quotient",
  "G2 power",
  "G2 power of g",
  "GT power",
  "GT power, key reused",
  "GT product",
  "GT quotient",
  "H1",
  "H2",
  "scalar drawn",
  "G1 decoded",
  "G2 decoded",
  "GT decoded",
  "GT encoded",
] as const;
/** One of them. */
export type Primitive = (typeof PRIMITIVES)[number];

/** How often each is run at once when it is timed: the clock is coarser than a product. */
export const REPEATS: Readonly<Record<Primitive, number>> = {
  pairing: 1,
  "G1 power": 1,
  "G1 power of g1": 1,
  "G1 quotient": 50,
  "G2 power": 1,
  "G2 power of g": 1,
  "GT power": 1,
  "GT power, key reused": 1,
  "GT product": 50,
  "GT quotient": 50,
  H1: 1,
  H2: 1,
  "scalar drawn": 50,
  "G1 decoded": 1,
  "G2 decoded": 1,
  "GT decoded": 1,
  "GT encoded": 5,
};

/** Runs a primitive once. */
export function runPrimitive(primitive: Primitive, cast: Cast): unknown {
  const { backend, ownerKey, hospitalA, ciphertext, reKey, message, mask, preparedOwner, scalar } = cast;
  const { g1, g2, gt } = backend;
  switch (primitive) {
    case "pairing":
      return backend.pair(reKey.rk1, ciphertext.c1);
    case "G1 power":
      return g1.multiply(ownerKey, scalar);
    case "G1 power of g1":
      return g1.multiply(g1.generator, scalar);
    case "G1 quotient":
      return g1.subtract(reKey.rk1, ownerKey);
    case "G2 power":
      return g2.multiply(hospitalA.publicKey, scalar);
    case "G2 power of g":
      return g2.multiply(g2.generator, scalar);
    case "GT power":
      return gt.power(message, scalar);
    case "GT power, key reused":
      return preparedOwner.blind(scalar);
    case "GT product":
      return gt.multiply(message, mask);
    case "GT quotient":
      return gt.divide(message, mask);
    case "H1":
      return hashIdentity(backend, { name: "owner" });
    case "H2":
      return hashMask(backend, mask);
    case "scalar drawn":
      return drawScalar(cast.randomness);
    case "G1 decoded":
      return g1.decode(cast.encoded.g1);
    case "G2 decoded":
      return g2.decode(cast.encoded.g2);
    case "GT decoded":
      return gt.decode(cast.encoded.gt);
    case "GT encoded":
      return gt.encode(message);
    default:
      return primitive satisfies never;
  }
}
