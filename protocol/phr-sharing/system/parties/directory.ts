/**
 * The directory: the public keys that parties have registered, and whose they are.
 *
 * A key of the identity-based system is computed from the name, never looked up; the others are what was registered. What
 * a party believes of an entry is its policy's matter: `openKeys` asks for the proofs that the policy asks for.
 */
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Backend, G2 } from "../../../../src/live/crypto/backend.ts";
import { decodeProvenKey, encodeDelegateePoints } from "../../../../src/live/crypto/pre/codec.ts";
import { hashIdentity } from "../../../../src/live/crypto/pre/identity.ts";
import { checkDelegateeKey } from "../../../../src/live/crypto/pre/keys.ts";
import { verifySecretValue } from "../../../../src/live/crypto/pre/proof.ts";
import { verify } from "../../../../src/live/crypto/sign.ts";
import type { KeyName, Keys } from "../../../../src/live/roles/operations.ts";
import { asBytes, isSameValue, type Value } from "../../../../src/live/wire/value.ts";
import type { SharingPolicy } from "./policy.ts";

/** The registration of a data user at hospital B: its key with the proof, and its own signature of both. */
export interface RegisteredUserKey {
  /** P, W and the proof, 208 bytes. */
  readonly proven: Uint8Array;
  readonly signature: Uint8Array;
}

/** The directory's entry of one party. */
export interface DirectoryEntry {
  readonly name: string;
  /** True for users of the identity-based system. */
  readonly isIdentity?: boolean;
  readonly userKey?: RegisteredUserKey;
  /** Public keys of boxes and of signatures. */
  readonly sealKey?: Uint8Array;
  readonly verificationKey?: Uint8Array;
}

/** The registered parties. Entries are added when parties enrol; a later one replaces an earlier one. */
export interface Directory {
  entryOf(name: string): DirectoryEntry | undefined;
  entries(): readonly DirectoryEntry[];
}

/** The context of signatures of a user's key. */
export const USER_KEY_CONTEXT = "the certificateless key of a data user";

/** One party's view of the keys: everybody's public ones, as far as its policy believes them, and its own. */
export interface KeysOptions {
  readonly backend: Backend;
  readonly directory: Directory;
  /** h2, of the certificateless authority. */
  readonly userAuthorityKey: G2;
  readonly delegateeKeys: SharingPolicy["delegateeKeys"];
  /** The party's own secret keys. */
  readonly own: (name: KeyName) => Promise<Value | undefined>;
}

/** Opens a party's view. */
export function openKeys(options: KeysOptions): Keys {
  const { backend, directory, own } = options;
  // Proofs are worth verifying once; an entry that is replaced is another object.
  const believed = new Map<DirectoryEntry, Uint8Array | undefined>();
  const believe = (entry: DirectoryEntry): Uint8Array | undefined => {
    if (!believed.has(entry)) believed.set(entry, userKeyOf(options, entry));
    return believed.get(entry);
  };
  const lookUp = ({ op, family, owner, index }: KeyName): Value | undefined => {
    const entry = directory.entryOf(owner);
    if (entry === undefined) return undefined;
    if (op === "vk") return index === undefined && family === "sig" ? entry.verificationKey : undefined;
    if (family === "ibe" && entry.isIdentity === true) return identityKey(backend, owner, index);
    if (index !== undefined) return undefined;
    if (family === "key") return entry.sealKey;
    return family === "clc" ? believe(entry) : undefined;
  };
  return {
    publicKey: (name) => Promise.resolve(lookUp(name)),
    ownerOf(op, family, key) {
      const owners = directory.entries().map(({ name }) => name);
      const found = owners.find((owner) => {
        const value = lookUp({ op, family, owner });
        return value !== undefined && isSameValue(value, key);
      });
      return Promise.resolve(found);
    },
    secretKey: own,
  };
}

function identityKey(backend: Backend, name: string, index: Value | undefined): Uint8Array {
  const identity = index === undefined ? { name } : { name, record: asBytes(index) };
  return backend.g1.encode(hashIdentity(backend, identity));
}

/** (Q, P) of a user, with Q computed from the name; undefined for an entry that the policy does not believe. */
function userKeyOf(options: KeysOptions, { name, userKey, verificationKey }: DirectoryEntry): Uint8Array | undefined {
  const { backend, userAuthorityKey, delegateeKeys } = options;
  const decoded = userKey === undefined ? undefined : decodeProvenKey(backend, userKey.proven);
  if (userKey === undefined || decoded?.kind !== "decoded") return undefined;
  const { publicKey, proof } = decoded.value;
  if (delegateeKeys === "proven") {
    const isProven =
      checkDelegateeKey(backend, userAuthorityKey, publicKey) &&
      verifySecretValue(backend, name, userAuthorityKey, publicKey, proof) &&
      verificationKey !== undefined &&
      verify(verificationKey, USER_KEY_CONTEXT, userKey.proven, userKey.signature);
    if (!isProven) return undefined;
  }
  return encodeDelegateePoints(backend, { q: hashIdentity(backend, { name }), p: publicKey.p });
}

/** A directory in memory. */
export function makeDirectory(): Directory & { readonly register: (entry: DirectoryEntry) => void } {
  const entries = new Map<string, DirectoryEntry>();
  return {
    entryOf: (name) => entries.get(name),
    entries: () => [...entries.values()],
    register: (entry) => void entries.set(entry.name, entry),
  };
}

/** The digest under which a chain knows a party: over everything that the directory has of it. */
export function describeEntry({ name, userKey, sealKey, verificationKey }: DirectoryEntry): string {
  const parts = [userKey?.proven, userKey?.signature, sealKey, verificationKey];
  return [name, ...parts.map((part) => (part === undefined ? "-" : bytesToHex(part)))].join(" ");
}
