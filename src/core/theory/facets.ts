/**
 * The facets of an operation: what the rest of the tool must know of it, as data that stands beside its declaration.
 *
 * No printer, encoder, logic or codec knows an operation by name: it reads these, and has a default for what is not said.
 * A facet never changes what the rules say; `check-facets.ts` rejects one that the rules do not support.
 */
import type { Notation } from "../term/notation.ts";

/** The BAN idealisation of a term. */
export type BanReading =
  /** A box: `key` is the position of the argument that closes it, the other arguments are its content. */
  | { readonly is: "box"; readonly kind: BoxKind; readonly key: number }
  /** A hash of its arguments. */
  | { readonly is: "hash" }
  /** A key that nobody sent: the logic takes it for a key of its own. */
  | { readonly is: "key" }
  /** An exclusive or of its arguments: whoever has all but one has that one too. */
  | { readonly is: "mask" }
  /** A multiple of a point, or a power: it does not show its argument. */
  | { readonly is: "multiple" };

export type BoxKind = "public" | "shared" | "signature" | "mac";

/** How a value of the operation looks on the wire. */
export interface WireForm {
  /** One byte string, or several that belong together. */
  readonly is: "bytes" | "parts";
  /** bytes: how many there are; absent: any number. */
  readonly length?: number;
  /** parts: how many there are. */
  readonly count?: number;
  /** The CBOR tag; absent: the operation's name travels along in its place. */
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
  /** How it prints. Absent: `name(argument, ...)`. */
  readonly prints?: Notation;
  /** The name of a part that it made where nobody names one, in generated models. Absent: after the message. */
  readonly noun?: string;
  /**
   * How a receiver takes what the operation made. `at once`: opens it as soon as the key is there; `verified`: opens it,
   * and verifies it with the public half of the signing key. Absent: as it is; `.computes` opens it.
   */
  readonly opens?: "at once" | "verified";
  /** How SPDL writes it. `encryption`: as `{message}key`, which Scyther opens itself. Absent: as a function with its rules. */
  readonly spdl?: "encryption";
  /** How BAN reads it. Absent: as a value that the logic cannot look into. */
  readonly ban?: BanReading;
  /** How it travels. Absent: as bytes, with the operation's name. */
  readonly wire?: WireForm;
  /** How a party computes it. Absent: `computes on bytes`. */
  readonly runs?: Execution;
  /** Positions of arguments that the implementation takes as raw bytes, such as keys, and not as encoded terms. */
  readonly raw?: readonly number[];
  /**
   * `drawn`: the primitive draws randomness at each use. The operation has none unless an argument says so, so in the model
   * equal arguments give equal values; verdicts say it.
   */
  readonly randomness?: "drawn";
}
