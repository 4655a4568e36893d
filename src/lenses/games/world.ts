/**
 * The users of one play: owners of hospital A, delegatees of hospital B, each made when it is first named.
 *
 * Names are the adversary's to choose, and the same name is the same user for the whole play.
 */
import type { G1 } from "../../live/crypto/backend.ts";
import type { DelegateePoints } from "../../live/crypto/pre/codec.ts";
import type { Authority, DelegateeKey } from "../../live/crypto/pre/keys.ts";
import { address, type Recipient } from "../../live/crypto/pre/recipient.ts";
import type { Table } from "./play/game.ts";

/** A delegatee: what it holds, and the bytes that it publishes. */
export interface Delegatee {
  readonly partialKey: G1;
  readonly key: DelegateeKey;
  readonly published: Uint8Array;
}

/** Everybody. */
export interface World {
  readonly hospitalA: Authority;
  readonly hospitalB: Authority;
  ownerKey(name: string): G1;
  owner(name: string): Recipient;
  delegatee(name: string): Delegatee;
  /** Whom a re-encryption key is made for, as read from published bytes; undefined: they are refused. */
  readDelegatee(name: string, published: Uint8Array): Recipient | undefined;
}

/** Two hospitals and nobody yet. */
export function makeWorld({ backend, scheme, randomness }: Table): World {
  const hospitalA = scheme.setUp(backend, randomness);
  const hospitalB = scheme.setUp(backend, randomness);
  const ownerKey = remember((name) => scheme.extractKey(backend, hospitalA, { name }));
  const owner = remember((name) => address(backend, scheme.hashIdentity(backend, { name }), hospitalA.publicKey));
  const delegatee = remember((name): Delegatee => {
    const partialKey = scheme.extractKey(backend, hospitalB, { name });
    const key = scheme.makeDelegateeKey(backend, hospitalB.publicKey, partialKey, randomness);
    const published = scheme.publishKey(backend, name, hospitalB.publicKey, key, randomness);
    return { partialKey, key, published };
  });
  return {
    hospitalA,
    hospitalB,
    ownerKey,
    owner,
    delegatee,
    readDelegatee(name, published) {
      const read = scheme.readKey(backend, name, hospitalB.publicKey, published);
      return read.kind === "refused" ? undefined : toRecipient(read.value);
    },
  };

  function toRecipient({ q, p }: DelegateePoints): Recipient {
    return address(backend, q, p);
  }
}

/** A function whose results are kept, by name. */
function remember<T>(make: (name: string) => T): (name: string) => T {
  const known = new Map<string, T>();
  return (name) => {
    const present = known.get(name);
    if (present !== undefined) return present;
    const made = make(name);
    known.set(name, made);
    return made;
  };
}
