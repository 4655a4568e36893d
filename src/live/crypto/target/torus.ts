/**
 * GT on the wire: 288 bytes, half of what twelve coefficients take (Rubin and Silverberg's torus T2, 2003).
 *
 * An element x = c0 + c1 w of GT has norm one over the field of degree 6, so a = (1 + c0)/c1 determines it, as
 * x = (a + w)/(a - w). Only x = 1 has no a; it is written as a flag in a bit that no coefficient uses. Minus one has
 * a = 0, but is not in GT.
 */
import { type Decoded, accept, refuse } from "../decoded.ts";
import { isCanonicalCoordinates } from "../point-bytes.ts";
import { isInTargetGroup, type RaiseToParameter } from "./membership.ts";
import { FIELD12, FIELD6, type Fp12 } from "./tower.ts";

/** Bytes of a compressed element. */
export const COMPRESSED_BYTES = 288;
/** Bytes of an element as twelve coefficients. */
const RAW_BYTES = 576;

const IS_ONE = 0x80;

/** Compresses an element of GT. */
export function compress(x: Fp12): Uint8Array {
  if (FIELD6.is0(x.c1)) {
    const bytes = new Uint8Array(COMPRESSED_BYTES);
    bytes[0] = IS_ONE;
    return bytes;
  }
  return FIELD6.toBytes(FIELD6.mul(FIELD6.add(FIELD6.ONE, x.c0), FIELD6.inv(x.c1)));
}

/** Decompresses, and refuses what is not in GT. */
export function decompress(bytes: Uint8Array, raise?: RaiseToParameter): Decoded<Fp12> {
  if (!(bytes instanceof Uint8Array) || bytes.length !== COMPRESSED_BYTES) {
    return refuse("wrong-length", `an element of GT has ${COMPRESSED_BYTES} bytes`);
  }
  if (bytes[0] === IS_ONE && bytes.subarray(1).every((byte) => byte === 0)) return accept(FIELD12.ONE);
  if (!isCanonicalCoordinates(bytes)) return refuse("not-canonical", "a coefficient is not below the field's order");
  const a = FIELD6.fromBytes(bytes);
  const numerator = { c0: a, c1: FIELD6.ONE };
  // (a + w)/(a - w) = (a + w)^2/(a^2 - w^2); a^2 is never w^2, which has no root in the field of degree 6.
  const norm = FIELD6.inv(FIELD6.sub(FIELD6.sqr(a), FIELD6.mulByNonresidue(FIELD6.ONE)));
  const square = FIELD12.sqr(numerator);
  return checkMembership({ c0: FIELD6.mul(square.c0, norm), c1: FIELD6.mul(square.c1, norm) }, raise);
}

/** Reads twelve coefficients, and refuses what is not in GT. */
export function decodeCoefficients(bytes: Uint8Array, raise?: RaiseToParameter): Decoded<Fp12> {
  if (!(bytes instanceof Uint8Array) || bytes.length !== RAW_BYTES) {
    return refuse("wrong-length", `an uncompressed element of GT has ${RAW_BYTES} bytes`);
  }
  if (!isCanonicalCoordinates(bytes)) return refuse("not-canonical", "a coefficient is not below the field's order");
  return checkMembership(FIELD12.fromBytes(bytes), raise);
}

function checkMembership(x: Fp12, raise?: RaiseToParameter): Decoded<Fp12> {
  return isInTargetGroup(x, raise) ? accept(x) : refuse("outside-target-group", "the element is not in GT");
}
