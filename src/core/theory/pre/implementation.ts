/**
 * Proxy re-encryption in code. Messages and blindings are elements of GT, as in the scheme itself.
 *
 * In the rules A delegates and B is the delegatee: A's keys are of the identity-based system, B's of the certificateless
 * one. Owners of one name are of one hospital, so that a law with another owner's key is about the key and nothing else.
 */
import type { Backend, G1, GT, BackendName } from "../../../live/crypto/backend.ts";
import { encodeCiphertext, encodeReencrypted, encodeReKey } from "../../../live/crypto/pre/codec.ts";
import { hashIdentity } from "../../../live/crypto/pre/identity.ts";
import { checkDelegateeKey, extractKey, makeDelegateeKey, setUp } from "../../../live/crypto/pre/keys.ts";
import { address, type Recipient } from "../../../live/crypto/pre/recipient.ts";
import * as scheme from "../../../live/crypto/pre/scheme.ts";
import { loadBackend } from "../../../live/crypto/suite.ts";
import type { RandomSource } from "../implementation.ts";

/** A message or a blinding. */
export interface Element {
  readonly is: "element";
  readonly element: GT;
}

/** How the theory's terms look in code. */
export interface PreValues {
  readonly message: Element;
  readonly scalar: Element;
  readonly pk: { readonly is: "public key"; readonly recipient: Recipient };
  readonly sk: { readonly is: "secret key"; readonly key: G1 };
  readonly "pre.ct": { readonly is: "ciphertext" } & scheme.Ciphertext;
  readonly "pre.ct1": { readonly is: "re-encrypted" } & scheme.Reencrypted;
  readonly "pre.rk": { readonly is: "re-encryption key" } & scheme.ReKey;
}

type Sk = PreValues["sk"];
type Pk = PreValues["pk"];
type Ct = PreValues["pre.ct"];
type Ct1 = PreValues["pre.ct1"];
type Rk = PreValues["pre.rk"];

/** The code behind the theory `pre`. */
export async function implement(name: BackendName, source: RandomSource) {
  const backend = await loadBackend(name);
  const [hospitalA, hospitalB] = [setUp(backend, source), setUp(backend, source)];
  const element = (value: GT): Element => ({ is: "element", element: value });

  return {
    operations: {
      enc: (randomness: RandomSource, m: Element, key: Pk): Ct => ({
        is: "ciphertext",
        ...scheme.encrypt(backend, key.recipient, m.element, randomness),
      }),
      dec: (_: RandomSource, c: Ct, key: Sk) => element(scheme.decrypt(backend, c, key.key)),
      rekey: (randomness: RandomSource, delegator: Sk, delegatee: Pk, x: Element): Rk => ({
        is: "re-encryption key",
        ...scheme.rekey(backend, delegator.key, delegatee.recipient, x.element, randomness),
      }),
      reenc: (_: RandomSource, c: Ct, rk: Rk): Ct1 => ({ is: "re-encrypted", ...scheme.reencrypt(backend, c, rk) }),
      enc1: (randomness: RandomSource, m: Element, x: Element, key: Pk): Ct1 => ({
        is: "re-encrypted",
        ...scheme.encryptReencrypted(backend, key.recipient, m.element, x.element, randomness),
      }),
      open: (_: RandomSource, c: Ct1, key: Sk) => element(scheme.open(backend, c, key.key)),
      mask: (_: RandomSource, c: Ct1, key: Sk) => element(scheme.recoverMask(backend, c, key.key)),
      maskOf: (_: RandomSource, rk: Rk, key: Sk) => element(scheme.maskOf(backend, rk, key.key)),
      unmask: (_: RandomSource, c: Ct1, x: Element) => element(scheme.unmask(backend, c, x.element)),
    },
    weaknesses: {
      collusion: (_: RandomSource, rk: Rk, x: Element): Sk => ({
        is: "secret key",
        key: scheme.recoverOwnerKey(backend, rk, x.element),
      }),
    },
    draw: (randomness: RandomSource) => element(scheme.drawElement(backend, randomness)),
    drawKeys(randomness: RandomSource, owner: string): { pk: Pk; sk: Sk } {
      const identity = { name: [...randomness.bytes(8)].join(".") };
      const point = hashIdentity(backend, identity);
      const authority = owner === "B" ? hospitalB : hospitalA;
      const issued = extractKey(backend, authority, identity);
      if (owner !== "B") return keysOf(address(backend, point, authority.publicKey), issued);
      const { publicKey, secret } = makeDelegateeKey(backend, authority.publicKey, issued, randomness);
      return keysOf(address(backend, point, publicKey.p), secret);
    },
    encode: (value: PreValues[keyof PreValues]) => encodeValue(backend, value),
    guarantees: {
      "a delegatee's key has one exponent over h2 and g1": (randomness: RandomSource) => {
        const issued = extractKey(backend, hospitalB, { name: "a delegatee" });
        const { publicKey } = makeDelegateeKey(backend, hospitalB.publicKey, issued, randomness);
        return checkDelegateeKey(backend, hospitalB.publicKey, publicKey);
      },
    },
  };
}

function keysOf(recipient: Recipient, key: G1): { pk: Pk; sk: Sk } {
  return { pk: { is: "public key", recipient }, sk: { is: "secret key", key } };
}

function encodeValue(backend: Backend, value: PreValues[keyof PreValues]): Uint8Array {
  switch (value.is) {
    case "element":
      return backend.gt.encodeRaw(value.element);
    case "public key":
      return backend.g2.encode(value.recipient.key);
    case "secret key":
      return backend.g1.encode(value.key);
    case "ciphertext":
      return encodeCiphertext(backend, value);
    case "re-encrypted":
      return encodeReencrypted(backend, value);
    case "re-encryption key":
      return encodeReKey(backend, value);
    default:
      return value satisfies never;
  }
}
