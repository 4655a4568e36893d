/**
 * The form of compressed points, before any curve is looked at: length, flags, coordinates below the field's order.
 *
 * Both back ends ask here first, so that they refuse the same bytes for the same reasons.
 */
import { bytesToNumberBE, numberToBytesBE } from "@noble/curves/utils.js";
import { type Refused, refuse } from "./decoded.ts";
import { BASE_ORDER } from "./target/tower.ts";

/** Bytes of a coordinate. */
export const COORDINATE_BYTES = 48;

const COMPRESSED = 0x80;
const INFINITY = 0x40;
const LARGER_Y = 0x20;
const FLAGS = COMPRESSED | INFINITY | LARGER_Y;

/** The order, most significant byte first. */
const ORDER_BYTES = numberToBytesBE(BASE_ORDER, COORDINATE_BYTES);

/** Why these bytes cannot be a point other than infinity; undefined when their form is right. */
export function checkPointForm(bytes: Uint8Array, length: number): Refused | undefined {
  if (!(bytes instanceof Uint8Array) || bytes.length !== length) {
    return refuse("wrong-length", `a point has ${length} bytes`);
  }
  const flags = (bytes[0] ?? 0) & FLAGS;
  if ((flags & COMPRESSED) === 0) return refuse("not-canonical", "a point is compressed");
  const coordinates = withoutFlags(bytes);
  if ((flags & INFINITY) !== 0) {
    const isCanonical = (flags & LARGER_Y) === 0 && coordinates.every((byte) => byte === 0);
    return isCanonical
      ? refuse("infinity", "the point is infinity")
      : refuse("not-canonical", "infinity has no coordinates");
  }
  return isCanonicalCoordinates(coordinates)
    ? undefined
    : refuse("not-canonical", "a coordinate is not below the field's order");
}

/** The coordinate, or the two of a point of G2, without the flags in the first byte. */
export function withoutFlags(bytes: Uint8Array): Uint8Array {
  const coordinates = Uint8Array.from(bytes);
  coordinates[0] = (coordinates[0] ?? 0) & ~FLAGS;
  return coordinates;
}

/** Reads the flag that says whether y is the larger of the two roots. */
export function saysLarger(bytes: Uint8Array): boolean {
  return ((bytes[0] ?? 0) & LARGER_Y) !== 0;
}

/** A compressed point: its coordinates, and which root y is. */
export function markPoint(coordinates: Uint8Array, root: "larger" | "smaller"): Uint8Array {
  const bytes = Uint8Array.from(coordinates);
  bytes[0] = (bytes[0] ?? 0) | COMPRESSED | (root === "larger" ? LARGER_Y : 0);
  return bytes;
}

/** The encoding of infinity, which no decoder takes. */
export function markInfinity(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  bytes[0] = COMPRESSED | INFINITY;
  return bytes;
}

/** Reports whether every 48 bytes are a number below the field's order. */
export function isCanonicalCoordinates(bytes: Uint8Array): boolean {
  for (let at = 0; at < bytes.length; at += COORDINATE_BYTES) {
    if (!isBelowOrder(bytes.subarray(at, at + COORDINATE_BYTES))) return false;
  }
  return true;
}

function isBelowOrder(coordinate: Uint8Array): boolean {
  for (let i = 0; i < COORDINATE_BYTES; i++) {
    const difference = (coordinate[i] ?? 0) - (ORDER_BYTES[i] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}

/** A coordinate as a number. */
export function readCoordinate(bytes: Uint8Array, index: number): bigint {
  return bytesToNumberBE(bytes.subarray(index * COORDINATE_BYTES, (index + 1) * COORDINATE_BYTES));
}

/** Coordinates one after the other. */
export function writeCoordinates(...coordinates: readonly bigint[]): Uint8Array {
  const bytes = new Uint8Array(coordinates.length * COORDINATE_BYTES);
  coordinates.forEach((coordinate, i) => {
    bytes.set(numberToBytesBE(coordinate, COORDINATE_BYTES), i * COORDINATE_BYTES);
  });
  return bytes;
}
