/**
 * The wire between adversary and challenger, in bytes: for transcripts, and to take nothing on trust.
 *
 * Whatever an adversary hands over is encoded and decoded again before the challenger uses it, so the challenger works
 * on a value of the right kind that nobody else holds. What cannot be encoded was of the wrong type.
 */
import type { Backend, G1, G2, GT } from "../../../live/crypto/backend.ts";
import { frame, toBytes } from "../../../live/crypto/bytes.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";

/** One kind of value, in bytes and back. Both directions throw for what is not of the kind. */
export interface Codec<T> {
  /** The name of a value of this kind: `a guess, 0 or 1`. */
  readonly what: string;
  encode(value: T, backend: Backend): Uint8Array;
  decode(bytes: Uint8Array, backend: Backend): T;
}

/** A name or another short text. */
export const TEXT: Codec<string> = {
  what: "a text of at most 200 characters",
  encode(value) {
    if (typeof value !== "string" || value.length > 200) throw new TypeError("no short text");
    return toBytes(value);
  },
  decode: (bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes),
};

/** Bytes as they would be on the wire: nothing about them is checked. */
export const BYTES: Codec<Uint8Array> = {
  what: "bytes, at most 65536",
  encode(value) {
    if (!(value instanceof Uint8Array) || value.length > 65536) throw new TypeError("no bytes");
    return Uint8Array.from(value);
  },
  decode: (bytes) => Uint8Array.from(bytes),
};

/** The answer of a distinguisher. */
export const BIT: Codec<0 | 1> = {
  what: "a guess, 0 or 1",
  encode(value) {
    if (value !== 0 && value !== 1) throw new TypeError("neither 0 nor 1");
    return Uint8Array.of(value);
  },
  decode: (bytes) => (bytes[0] === 1 ? 1 : 0),
};

/** Nothing: what an oracle without arguments takes, or one without a result gives. */
export const NOTHING: Codec<void> = {
  what: "nothing",
  encode: () => new Uint8Array(),
  decode: () => undefined,
};

/** A whole number that counts something. */
export const COUNT: Codec<number> = {
  what: "a whole number from 0 to 4294967295",
  encode(value) {
    if (!Number.isInteger(value) || value < 0 || value > 0xffffffff) throw new TypeError("no count");
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setUint32(0, value);
    return bytes;
  },
  decode: (bytes) => new DataView(bytes.buffer, bytes.byteOffset, bytes.length).getUint32(0),
};

/** A point of G1. */
export const POINT_1: Codec<G1> = {
  what: "a point of G1",
  encode: (value, { g1 }) => g1.encode(value),
  decode: (bytes, { g1 }) => expectDecoded(g1.decode(bytes)),
};

/** A point of G2. */
export const POINT_2: Codec<G2> = {
  what: "a point of G2",
  encode: (value, { g2 }) => g2.encode(value),
  decode: (bytes, { g2 }) => expectDecoded(g2.decode(bytes)),
};

/** An element of GT. */
export const ELEMENT: Codec<GT> = {
  what: "an element of GT",
  encode: (value, { gt }) => gt.encodeRaw(value),
  decode: (bytes, { gt }) => expectDecoded(gt.decodeRaw(bytes)),
};

/** Several fields by name. */
export function record<F extends Record<string, unknown>>(
  what: string,
  fields: { readonly [N in keyof F]: Codec<F[N]> },
): Codec<F> {
  const names = Object.keys(fields) as (keyof F & string)[];
  return {
    what,
    encode: (value, backend) => frame(...names.map((name) => fields[name].encode(value[name], backend))),
    decode(bytes, backend) {
      const parts = unframe(bytes);
      const entries = names.map((name, i) => [name, fields[name].decode(parts[i] ?? new Uint8Array(), backend)]);
      return Object.fromEntries(entries) as F;
    },
  };
}

/** A list of one kind. */
export function list<T>(codec: Codec<T>): Codec<readonly T[]> {
  return {
    what: `a list, each ${codec.what}`,
    encode: (value, backend) => frame(...value.map((item) => codec.encode(item, backend))),
    decode: (bytes, backend) => unframe(bytes).map((part) => codec.decode(part, backend)),
  };
}

/** The parts that `frame` joined. */
function unframe(bytes: Uint8Array): Uint8Array[] {
  const parts: Uint8Array[] = [];
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = 0; at < bytes.length; ) {
    const length = view.getUint32(at);
    if (at + 4 + length > bytes.length) throw new RangeError("cut short");
    parts.push(bytes.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return parts;
}
