/**
 * Values: what the terms of a description are at run time.
 *
 * Text and agents are strings, times are whole seconds, everything cryptographic is its canonical bytes, and a record or a
 * part with several components is a list in the description's order. Values are never changed after they are made.
 */

import { sameBytes } from "../crypto/bytes.ts";

/** The value of a term. */
export type Value = string | number | Uint8Array | readonly Value[];

/** True when both are the same value; canonical encodings make this the equality of what is encoded. */
export function isSameValue(a: Value, b: Value): boolean {
  if (a instanceof Uint8Array) return b instanceof Uint8Array && sameBytes(a, b);
  if (typeof a === "object") {
    return isList(b) && a.length === b.length && a.every((part, i) => isSameValue(part, b[i] as Value));
  }
  return a === b;
}

/** True for the value of a record or of a part with several components. */
export function isList(value: Value): value is readonly Value[] {
  return typeof value === "object" && !(value instanceof Uint8Array);
}

/** The value as bytes; throws TypeError for another kind, which the form of its term rules out. */
export function asBytes(value: Value): Uint8Array {
  if (value instanceof Uint8Array) return value;
  throw new TypeError(`expected bytes, got ${isList(value) ? "a list" : typeof value}`);
}

/** The value as its components; throws TypeError as `asBytes`. */
export function asList(value: Value): readonly Value[] {
  if (isList(value)) return value;
  throw new TypeError("expected a list of values, got one value");
}
