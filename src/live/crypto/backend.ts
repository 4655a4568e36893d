/**
 * The interface of a back end of BLS12-381: the groups G1, G2 and GT of prime order, the pairing, hashing into G1.
 *
 * Elements are opaque: only the back end that made one looks inside, and elements of two back ends never mix. Every
 * element that exists is in its group, because decoders check membership; encodings are canonical and the same bytes
 * in all back ends. G1 and G2 are written additively (`multiply(point, scalar)`), GT multiplicatively.
 */
import type { Decoded } from "./decoded.ts";

/** The back ends: noble is audited JavaScript and the default, mcl is WebAssembly and several times as fast. */
export const BACKEND_NAMES = ["noble", "mcl"] as const;
/** Which implementation of the curve computes. */
export type BackendName = (typeof BACKEND_NAMES)[number];

declare const group: unique symbol;

/** A point of G1: 48 bytes. Identities and private keys are here. */
export interface G1 {
  readonly [group]: "G1";
}
/** A point of G2: 96 bytes. Public keys of authorities, and the ephemeral parts of ciphertexts. */
export interface G2 {
  readonly [group]: "G2";
}
/** An element of the pairing's target group: 288 bytes on the wire, 576 uncompressed. Messages and masks. */
export interface GT {
  readonly [group]: "GT";
}

/** An exponent, from 1 to the order less one; `drawScalar` makes them. */
export type Scalar = bigint;

/** G1 or G2. */
export interface SourceGroup<P> {
  /** Bytes of an encoded element. */
  readonly byteLength: number;
  readonly generator: P;
  /** The neutral element; it has an encoding, which the decoder refuses. */
  readonly infinity: P;
  add(a: P, b: P): P;
  subtract(a: P, b: P): P;
  multiply(point: P, scalar: Scalar): P;
  equals(a: P, b: P): boolean;
  /** Multiplication with a point that is used again and again: a table is made now. */
  prepare(point: P): (scalar: Scalar) => P;
  /** Compressed, as in the BLS12-381 serialisation of Zcash and Ethereum. */
  encode(point: P): Uint8Array;
  decode(bytes: Uint8Array): Decoded<P>;
}

/** The target group. */
export interface TargetGroup {
  /** Bytes of an encoded element. */
  readonly byteLength: number;
  readonly one: GT;
  /** e(g1, g), which generates GT. */
  readonly generator: GT;
  multiply(a: GT, b: GT): GT;
  divide(a: GT, b: GT): GT;
  power(base: GT, scalar: Scalar): GT;
  equals(a: GT, b: GT): boolean;
  /** Powers of an element that is used again and again: a table is made now. */
  prepare(base: GT): (scalar: Scalar) => GT;
  /** Torus-compressed. */
  encode(element: GT): Uint8Array;
  decode(bytes: Uint8Array): Decoded<GT>;
  /** The twelve coefficients, 576 bytes: what is hashed, and half as dear to make as the compressed form. */
  encodeRaw(element: GT): Uint8Array;
  decodeRaw(bytes: Uint8Array): Decoded<GT>;
}

/** An implementation of the curve. */
export interface Backend {
  readonly name: BackendName;
  readonly g1: SourceGroup<G1>;
  readonly g2: SourceGroup<G2>;
  readonly gt: TargetGroup;
  /** The pairing; one when either point is infinity. */
  pair(p: G1, q: G2): GT;
  /** RFC 9380's hash to G1 (SSWU, random oracle, SHA-256) with one of the tags of `tags.ts`. */
  hashToG1(message: Uint8Array, tag: string): G1;
}
