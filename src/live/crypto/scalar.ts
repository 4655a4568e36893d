/** Exponents: numbers from 1 to the order of the groups less one, 32 bytes big-endian. */
import { bytesToNumberBE, numberToBytesBE } from "@noble/curves/utils.js";
import type { Scalar } from "./backend.ts";
import { type Decoded, accept, refuse } from "./decoded.ts";
import type { Randomness } from "./randomness.ts";

/** The prime order of G1, G2 and GT. */
export const ORDER = 0x73eda753299d7d483339d80809a1d80553bda402fffe5bfeffffffff00000001n;

/** Bytes of an encoded scalar. */
export const SCALAR_BYTES = 32;

/** Draws a scalar; 384 bits are reduced, so that its distance from uniform is below 2^-128. */
export function drawScalar(randomness: Randomness): Scalar {
  return reduceToScalar(randomness.bytes(48));
}

/** The scalar that 48 uniform bytes give. */
export function reduceToScalar(bytes: Uint8Array): Scalar {
  return (bytesToNumberBE(bytes) % (ORDER - 1n)) + 1n;
}

/** 32 bytes, big-endian. */
export function encodeScalar(scalar: Scalar): Uint8Array {
  return numberToBytesBE(scalar, SCALAR_BYTES);
}

/** Refuses zero and whatever is not below the order. */
export function decodeScalar(bytes: Uint8Array): Decoded<Scalar> {
  if (bytes.length !== SCALAR_BYTES) return refuse("wrong-length", `a scalar has 32 bytes, not ${bytes.length}`);
  const scalar = bytesToNumberBE(bytes);
  if (scalar === 0n || scalar >= ORDER) return refuse("out-of-range", "a scalar is above 0 and below the order");
  return accept(scalar);
}
