/**
 * The two hospitals as authorities: A issues identity-based keys, B issues partial keys from which users make their own.
 *
 * What is issued reaches the user over a channel of its own, in person say: as in the paper, key generation is over before
 * the protocol begins. Keys for single records are issued when the owner asks for them.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Backend, G1, G2 } from "../../../../src/live/crypto/backend.ts";
import { encodeProvenKey } from "../../../../src/live/crypto/pre/codec.ts";
import type { Identity } from "../../../../src/live/crypto/pre/identity.ts";
import {
  type Authority,
  checkKey,
  type DelegateeKey,
  extractKey,
  makeDelegateeKey,
} from "../../../../src/live/crypto/pre/keys.ts";
import { type KeyPartner, makeKeyTogether } from "../../../../src/live/crypto/firewall/delegatee-share.ts";
import { proveSecretValue, type SecretValueProof } from "../../../../src/live/crypto/pre/proof.ts";
import type { Randomness } from "../../../../src/live/crypto/randomness.ts";
import { makeSealKey } from "../../../../src/live/crypto/seal.ts";
import { makeSigningKey, sign } from "../../../../src/live/crypto/sign.ts";
import type { KeyName } from "../../../../src/live/roles/operations.ts";
import { asBytes, type Value } from "../../../../src/live/wire/value.ts";
import { type DirectoryEntry, USER_KEY_CONTEXT } from "./directory.ts";

/** A party after enrolment: what everybody may know, and its own secret keys. */
export interface Enrolment {
  readonly entry: DirectoryEntry;
  readonly secretKey: (name: KeyName) => Promise<Value | undefined>;
}

/** A hospital issued a key that is not the one of that name: nobody enrols with it. */
export class WrongKey extends Error {
  override readonly name = "WrongKey";
}

/** Whoever issues keys: a hospital, or a hospital behind its firewall. */
export interface Issuer {
  readonly publicKey: G2;
  issue(identity: Identity): G1;
}

/** A hospital as an issuer of keys. */
export function issueBy(backend: Backend, hospital: Authority): Issuer {
  return { publicKey: hospital.publicKey, issue: (identity) => extractKey(backend, hospital, identity) };
}

/** The key that a hospital issues, which whoever gets it checks against the hospital's public key. Throws WrongKey. */
function takeKey(backend: Backend, hospital: Issuer, identity: Identity): G1 {
  const key = hospital.issue(identity);
  if (checkKey(backend, hospital.publicKey, identity, key)) return key;
  throw new WrongKey(
    `The key that was issued to ${JSON.stringify(identity.name.slice(0, 60))} is not the key of that name.`,
  );
}

/** A user of hospital A: keys are issued for its name, and for its name and a record. */
export function enrolOwner(backend: Backend, hospitalA: Issuer, name: string, randomness: Randomness): Enrolment {
  const signing = makeSigningKey(randomness);
  const taken = new Map<string, Uint8Array>();
  return {
    entry: { name, isIdentity: true, verificationKey: signing.publicKey },
    secretKey: ({ op, family, owner, index }) => {
      if (owner !== name) return Promise.resolve(undefined);
      if (op === "sgk") return Promise.resolve([signing.secret, signing.publicKey]);
      if (op !== "sk" || family !== "ibe") return Promise.resolve(undefined);
      const identity = index === undefined ? { name } : { name, record: asBytes(index) };
      const about = index === undefined ? "" : bytesToHex(asBytes(index));
      const key = taken.get(about) ?? backend.g1.encode(takeKey(backend, hospitalA, identity));
      taken.set(about, key);
      return Promise.resolve(key);
    },
  };
}

/** A user of hospital B: it makes its key from the partial key, proves that it knows its secret value, and signs both. */
export function enrolUser(
  backend: Backend,
  hospitalB: Issuer,
  name: string,
  randomness: Randomness,
  partner?: KeyPartner,
): Enrolment {
  const signing = makeSigningKey(randomness);
  const partial = takeKey(backend, hospitalB, { name });
  const { key, proof } = makeProvenKey(backend, hospitalB, name, partial, randomness, partner);
  const proven = encodeProvenKey(backend, { publicKey: key.publicKey, proof });
  const userKey = { proven, signature: sign(signing, USER_KEY_CONTEXT, proven) };
  return {
    entry: { name, userKey, verificationKey: signing.publicKey },
    secretKey: ({ op, family, owner, index }) => {
      if (owner !== name || index !== undefined) return Promise.resolve(undefined);
      if (op === "sgk") return Promise.resolve([signing.secret, signing.publicKey]);
      return Promise.resolve(op === "sk" && family === "clc" ? backend.g1.encode(key.secret) : undefined);
    },
  };
}

/** A user's key with its proof; with a firewall as partner, the two make both together. Throws WrongKey. */
function makeProvenKey(
  backend: Backend,
  hospitalB: Issuer,
  name: string,
  partial: G1,
  randomness: Randomness,
  partner: KeyPartner | undefined,
): { readonly key: DelegateeKey; readonly proof: SecretValueProof } {
  if (partner !== undefined) {
    const made = makeKeyTogether(backend, name, hospitalB.publicKey, partial, partner, randomness);
    if (made.kind === "decoded") return made.value;
    throw new WrongKey(`The user's firewall refuses the key: ${made.detail}.`);
  }
  const key = makeDelegateeKey(backend, hospitalB.publicKey, partial, randomness);
  return { key, proof: proveSecretValue(backend, name, hospitalB.publicKey, key, randomness) };
}

/** A node of a chain, to which boxes can be sealed and which signs. */
export function enrolNode(name: string, randomness: Randomness): Enrolment {
  const signing = makeSigningKey(randomness);
  const sealing = makeSealKey(randomness);
  return {
    entry: { name, sealKey: sealing.publicKey, verificationKey: signing.publicKey },
    secretKey: ({ op, family, owner, index }) => {
      if (owner !== name || index !== undefined) return Promise.resolve(undefined);
      if (op === "sgk") return Promise.resolve([signing.secret, signing.publicKey]);
      return Promise.resolve(op === "sk" && family === "key" ? [sealing.secret, sealing.publicKey] : undefined);
    },
  };
}
