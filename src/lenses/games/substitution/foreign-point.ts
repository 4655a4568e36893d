/**
 * Points of the curve under G1 that are outside the group of prime order: (0, 2) has order three.
 *
 * The pairing of such a point is one, so adding it to a point changes no pairing; whoever does not check the subgroup
 * does not notice. Here points are read and written without that check, on the library's own points.
 */
import { bls12_381 } from "@noble/curves/bls12-381.js";
import { makeG1, type Point1 } from "../../../live/crypto/noble/source-groups.ts";
import { checkPointForm, readCoordinate, saysLarger, withoutFlags } from "../../../live/crypto/point-bytes.ts";
import type { G1 } from "../../../live/crypto/backend.ts";

const { Fp } = bls12_381.fields;
const { Point } = bls12_381.G1;

/** An encoded point of the curve with the point of order three added. Throws for what is not on the curve. */
export function addForeignPoint(encoded: Uint8Array): Uint8Array {
  const sum: Point1 = readLoosely(encoded).add(Point.fromAffine({ x: 0n, y: 2n }));
  return makeG1().encode(sum as unknown as G1);
}

function readLoosely(encoded: Uint8Array): Point1 {
  const malformed = checkPointForm(encoded, 48);
  if (malformed !== undefined) throw new RangeError(malformed.detail);
  const x = readCoordinate(withoutFlags(encoded), 0);
  const root = Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), 4n));
  const isLarger = root * 2n > Fp.ORDER;
  return Point.fromAffine({ x, y: isLarger === saysLarger(encoded) ? root : Fp.neg(root) });
}
