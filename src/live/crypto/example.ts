/** A small world for tests: two hospitals, an owner, a delegatee, a ciphertext and its re-encryption; drawn from a seed. */
import fc from "fast-check";
import type { Backend, G1, GT } from "./backend.ts";
import { hashIdentity } from "./pre/identity.ts";
import { type Authority, type DelegateeKey, extractKey, makeDelegateeKey, setUp } from "./pre/keys.ts";
import { address, type Recipient } from "./pre/recipient.ts";
import { type Ciphertext, drawElement, encrypt, type Reencrypted, type ReKey, reencrypt, rekey } from "./pre/scheme.ts";
import { type Randomness, seededRandomness } from "./randomness.ts";

/** The world. */
export interface World {
  readonly backend: Backend;
  readonly randomness: Randomness;
  readonly hospitalA: Authority;
  readonly hospitalB: Authority;
  readonly owner: Recipient;
  readonly ownerKey: G1;
  readonly delegatee: Recipient;
  readonly delegateeKey: DelegateeKey;
  readonly message: GT;
  readonly mask: GT;
  readonly ciphertext: Ciphertext;
  readonly reKey: ReKey;
  readonly reencrypted: Reencrypted;
}

/** Makes the world of a seed; the same bytes on both back ends. */
export function makeWorld(backend: Backend, seed: string): World {
  const randomness = seededRandomness(seed);
  const [hospitalA, hospitalB] = [setUp(backend, randomness), setUp(backend, randomness)];
  const owner = address(backend, hashIdentity(backend, { name: "owner" }), hospitalA.publicKey);
  const ownerKey = extractKey(backend, hospitalA, { name: "owner" });
  const partialKey = extractKey(backend, hospitalB, { name: "delegatee" });
  const delegateeKey = makeDelegateeKey(backend, hospitalB.publicKey, partialKey, randomness);
  const delegatee = address(backend, hashIdentity(backend, { name: "delegatee" }), delegateeKey.publicKey.p);
  const [message, mask] = [drawElement(backend, randomness), drawElement(backend, randomness)];
  const ciphertext = encrypt(backend, owner, message, randomness);
  const reKey = rekey(backend, ownerKey, delegatee, mask, randomness);
  const reencrypted = reencrypt(backend, ciphertext, reKey);
  return {
    ...{ backend, randomness, hospitalA, hospitalB, owner, ownerKey, delegatee, delegateeKey },
    ...{ message, mask, ciphertext, reKey, reencrypted },
  };
}

/** Mutations of honest bytes on their way. */
export type Mutation =
  | { readonly kind: "flip"; readonly at: number; readonly bit: number }
  | { readonly kind: "set"; readonly at: number; readonly to: number }
  | { readonly kind: "cut"; readonly at: number }
  | { readonly kind: "grow"; readonly by: Uint8Array }
  | { readonly kind: "splice"; readonly at: number; readonly from: Uint8Array }
  | { readonly kind: "swap"; readonly at: number };

/** Draws mutations; `at` is a fraction of the length. */
export function mutation(): fc.Arbitrary<Mutation> {
  const at = fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true });
  const bytes = (maxLength: number): fc.Arbitrary<Uint8Array> => fc.uint8Array({ minLength: 1, maxLength });
  return fc.oneof(
    fc.record({ kind: fc.constant("flip" as const), at, bit: fc.nat(7) }),
    fc.record({ kind: fc.constant("set" as const), at, to: fc.constantFrom(0, 0x40, 0x80, 0xc0, 0xe0, 0xff) }),
    fc.record({ kind: fc.constant("cut" as const), at }),
    fc.record({ kind: fc.constant("grow" as const), by: bytes(8) }),
    fc.record({ kind: fc.constant("splice" as const), at, from: bytes(96) }),
    fc.record({ kind: fc.constant("swap" as const), at }),
  );
}

/** The bytes after a mutation. */
export function mutate(honest: Uint8Array, change: Mutation): Uint8Array {
  const bytes = Uint8Array.from(honest);
  const place = "at" in change ? Math.floor(change.at * bytes.length) : 0;
  switch (change.kind) {
    case "flip":
      bytes[place] = (bytes[place] ?? 0) ^ (1 << change.bit);
      return bytes;
    case "set":
      bytes[place] = change.to;
      return bytes;
    case "cut":
      return bytes.subarray(0, place);
    case "grow":
      return Uint8Array.from([...bytes, ...change.by]);
    case "splice":
      bytes.set(change.from.subarray(0, bytes.length - place), place);
      return bytes;
    case "swap":
      return Uint8Array.from([...bytes.subarray(place), ...bytes.subarray(0, place)]);
    default:
      return change satisfies never;
  }
}
