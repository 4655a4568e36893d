/** Everybody whose algorithms are timed: two hospitals, an owner, a delegatee, and what they send each other. */
import type { Backend, G1, GT, Scalar } from "../crypto/backend.ts";
import { hashIdentity } from "../crypto/pre/identity.ts";
import { type Authority, type DelegateeKey, extractKey, makeDelegateeKey, setUp } from "../crypto/pre/keys.ts";
import { address, prepare, type Recipient } from "../crypto/pre/recipient.ts";
import {
  type Ciphertext,
  drawElement,
  encrypt,
  type Reencrypted,
  type ReKey,
  reencrypt,
  rekey,
} from "../crypto/pre/scheme.ts";
import type { Randomness } from "../crypto/randomness.ts";
import { drawScalar } from "../crypto/scalar.ts";

/** The cast. */
export interface Cast {
  readonly backend: Backend;
  readonly randomness: Randomness;
  readonly hospitalA: Authority;
  readonly hospitalB: Authority;
  readonly owner: Recipient;
  readonly preparedOwner: Recipient;
  readonly ownerKey: G1;
  readonly partialKey: G1;
  readonly delegateeKey: DelegateeKey;
  readonly delegatee: Recipient;
  readonly preparedDelegatee: Recipient;
  /** Any exponent, for the primitives. */
  readonly scalar: Scalar;
  /** Elements as they arrive. */
  readonly encoded: { readonly g1: Uint8Array; readonly g2: Uint8Array; readonly gt: Uint8Array };
  readonly message: GT;
  readonly mask: GT;
  readonly ciphertext: Ciphertext;
  readonly reKey: ReKey;
  readonly reencrypted: Reencrypted;
}

/** Draws the cast. */
export function drawCast(backend: Backend, randomness: Randomness): Cast {
  const [hospitalA, hospitalB] = [setUp(backend, randomness), setUp(backend, randomness)];
  const ownerPoint = hashIdentity(backend, { name: "owner" });
  const owner = address(backend, ownerPoint, hospitalA.publicKey);
  const ownerKey = extractKey(backend, hospitalA, { name: "owner" });
  const partialKey = extractKey(backend, hospitalB, { name: "delegatee" });
  const delegateeKey = makeDelegateeKey(backend, hospitalB.publicKey, partialKey, randomness);
  const delegateePoint = hashIdentity(backend, { name: "delegatee" });
  const delegatee = address(backend, delegateePoint, delegateeKey.publicKey.p);
  const [message, mask] = [drawElement(backend, randomness), drawElement(backend, randomness)];
  const ciphertext = encrypt(backend, owner, message, randomness);
  const reKey = rekey(backend, ownerKey, delegatee, mask, randomness);
  return {
    ...{ backend, randomness, hospitalA, hospitalB, owner, ownerKey, partialKey, delegateeKey, delegatee },
    ...{ message, mask, ciphertext, reKey, reencrypted: reencrypt(backend, ciphertext, reKey) },
    scalar: drawScalar(randomness),
    encoded: {
      g1: backend.g1.encode(reKey.rk1),
      g2: backend.g2.encode(ciphertext.c1),
      gt: backend.gt.encode(ciphertext.c2),
    },
    preparedOwner: prepare(backend, ownerPoint, hospitalA.publicKey),
    preparedDelegatee: prepare(backend, delegateePoint, delegateeKey.publicKey.p),
  };
}
