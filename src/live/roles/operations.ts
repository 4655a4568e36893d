/**
 * The cryptography and keys that a role's steps need, as an interface: the executor knows no curve.
 *
 * Everything is bytes here. A replaced operation is how a game plants a subverted or careless implementation.
 */
import type { Randomness } from "../crypto/randomness.ts";
import type { KeyOperation } from "../../core/theory/expression.ts";
import type { Value } from "../wire/value.ts";

/** The operations of the theories on values. Those that open answer undefined when it is the wrong key or not theirs. */
export interface Operations {
  /** A value for what a role makes anew; undefined for sorts that come from outside, such as Data. */
  sample(sort: string, randomness: Randomness): Value | undefined;
  /** Finds a fault in the encoding of elements in a part made with `op`; undefined: none. */
  findFault(op: string, value: Value): string | undefined;
  /** Seals bytes under a public key of a family; `context` says what they are and must be the same on opening. */
  seal(family: string, key: Value, message: Uint8Array, context: string, randomness: Randomness): Uint8Array;
  unseal(family: string, key: Value, box: Uint8Array, context: string): Uint8Array | undefined;
  sign(key: Value, message: Uint8Array, context: string): Uint8Array;
  verify(key: Value, message: Uint8Array, signature: Uint8Array, context: string): boolean;
  hash(message: Uint8Array, context: string): Uint8Array;
  /** Any other operation, by its name in the theory. Throws Refused for arguments that it does not work on. */
  apply(op: string, args: readonly Value[], randomness: Randomness): Promise<Value>;
}

/** A key that a term names, with the agents who own it and the value that it is bound to. */
export interface KeyName {
  readonly op: KeyOperation;
  readonly family: string;
  readonly owner: string;
  /** The other owner of a key that two agents share. */
  readonly other?: string;
  readonly index?: Value;
  /** The roles that the term names as the owners. */
  readonly roles?: readonly string[];
}

/** Where a party finds keys: everybody's public ones, and its own. */
export interface Keys {
  /** A public key; undefined where nobody has registered one. */
  publicKey(name: KeyName): Promise<Value | undefined>;
  /** Whose key this is; undefined where nobody has registered it. */
  ownerOf(op: KeyOperation, family: string, key: Value): Promise<string | undefined>;
  /** One of the party's own secret keys; undefined for those of others. */
  secretKey(name: KeyName): Promise<Value | undefined>;
  /** A lasting value of the agent's own that is no key, as `.knows` gives it; undefined for those of others. */
  constant?(name: string, owner: string, length: number): Value | undefined;
}
