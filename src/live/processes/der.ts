/** The distinguished encoding of ASN.1 (X.690), as far as certificates need it: each function gives one element. */
import { join } from "../crypto/bytes.ts";

function element(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  if (length < 0x80) return join(Uint8Array.of(tag, length), content);
  const digits = length < 0x100 ? [length] : [length >> 8, length & 0xff];
  if (length > 0xffff) throw new RangeError("an element has at most 65535 bytes");
  return join(Uint8Array.of(tag, 0x80 + digits.length, ...digits), content);
}

/** SEQUENCE. */
export function list(...parts: readonly Uint8Array[]): Uint8Array {
  return element(0x30, join(...parts));
}

/** SET of one element. */
export function set(part: Uint8Array): Uint8Array {
  return element(0x31, part);
}

/** A tag of the context around one element. */
export function explicit(number: number, part: Uint8Array): Uint8Array {
  return element(0xa0 + number, part);
}

/** INTEGER, not negative, big-endian. */
export function integer(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const short = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  return element(0x02, (short[0] ?? 0) >= 0x80 ? join(Uint8Array.of(0), short) : short);
}

/** BOOLEAN, true. */
export function boolean(): Uint8Array {
  return element(0x01, Uint8Array.of(0xff));
}

/** BIT STRING, of which so many last bits are not used. */
export function bitString(bytes: Uint8Array, unused = 0): Uint8Array {
  return element(0x03, join(Uint8Array.of(unused), bytes));
}

/** OCTET STRING. */
export function octets(bytes: Uint8Array): Uint8Array {
  return element(0x04, bytes);
}

/** UTF8String. */
export function text(bytes: Uint8Array): Uint8Array {
  return element(0x0c, bytes);
}

/** OBJECT IDENTIFIER. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(0x06, Uint8Array.from([first * 40 + second, ...rest].flatMap(inBase128)));
}

/** A time, milliseconds since 1970: UTCTime until 2049, GeneralizedTime from then on (RFC 5280, 4.1.2.5). */
export function time(milliseconds: number): Uint8Array {
  const digits = new Date(milliseconds).toISOString().replaceAll(/[-:T]|\.\d+/gu, "");
  const isLate = Number(digits.slice(0, 4)) >= 2050;
  return element(isLate ? 0x18 : 0x17, new TextEncoder().encode(isLate ? digits : digits.slice(2)));
}

function inBase128(number: number): number[] {
  const digits = [number & 0x7f];
  for (let rest = number >> 7; rest > 0; rest >>= 7) digits.unshift((rest & 0x7f) | 0x80);
  return digits;
}
