/**
 * The facets of an operation: data beside its declaration that the rest of the tool needs.
 *
 * No printer, encoder, logic or codec knows an operation by name: it reads these, and has a default for what is not
 * said. A facet never changes what the rules say; `check-facets.ts` rejects one that the rules do not support.
 */
import type { Notation } from "../term/notation.ts";

/** The BAN idealisation of a term. */
export type BanReading =
  /** A box: `key` is the position of the argument that closes it; the other arguments are its content. */
  | { readonly is: "box"; readonly kind: BoxKind; readonly key: number }
  /** A hash of its arguments. */
  | { readonly is: "hash" }
  /** A key that nobody sent: the logic treats it as a separate key. */
  | { readonly is: "key" }
  /** An exclusive or of its arguments: whoever has all but one has that one too. */
  | { readonly is: "mask" }
  /** A multiple of a point, or a power: it does not reveal its argument. */
  | { readonly is: "multiple" };

export type BoxKind = "public" | "shared" | "signature" | "mac";

/** The form of the operation's values on the wire. */
export interface WireForm {
  /** One byte string, or several that belong together. */
  readonly is: "bytes" | "parts";
  /** bytes: their number; absent: any number. */
  readonly length?: number;
  /** parts: their number. */
  readonly count?: number;
  /** The CBOR tag; absent: the operation's name is sent instead. */
  readonly tag?: number;
}

/** The computation of an operation by a party. */
export type Execution =
  /** Seals its first argument for the owner of its second, a public key. */
  | "seals"
  /** Opens what `seals` made. */
  | "unseals"
  /** Signs its first argument with its second, a signing key; message and signature travel together. */
  | "signs"
  /** Reads the message of what `signs` made. */
  | "reads"
  /** Hashes its first argument. */
  | "hashes"
  /** Calls the implementation with values as they travel. */
  | "computes on values"
  /** Calls the implementation with encoded terms; see `takes`. */
  | "computes on bytes";

export interface Facets {
  /** Printing. Absent: `name(argument, ...)`. */
  readonly prints?: Notation;
  /** The name of a part that it made, if nobody names it, in generated models. Absent: after the message. */
  readonly noun?: string;
  /**
   * Opening by a receiver. `at once`: as soon as it has the key; `verified`: also verified with the public half of the
   * signing key. Absent: accepted as it is; `.computes` opens it.
   */
  readonly opens?: "at once" | "verified";
  /** Form in SPDL. `encryption`: `{message}key`, which Scyther opens itself. Absent: a function with its rules. */
  readonly spdl?: "encryption";
  /** Reading in BAN logic. Absent: an opaque value. */
  readonly ban?: BanReading;
  /** Form on the wire. Absent: bytes, with the operation's name. */
  readonly wire?: WireForm;
  /** Computation by a party. Absent: `computes on bytes`. */
  readonly runs?: Execution;
  /** Positions of arguments that the implementation takes as raw bytes, such as keys, and not as encoded terms. */
  readonly raw?: readonly number[];
  /**
   * `drawn`: the primitive draws randomness at each use. In the model it draws none unless an argument holds it, so
   * equal arguments give equal values; verdicts say so.
   */
  readonly randomness?: "drawn";
}
