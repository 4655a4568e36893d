/**
 * G1 and G2 with noble's points.
 *
 * Points are encoded from their coordinates: the library would check the subgroup of every computed point again, for
 * more than a multiplication by a fixed point costs. Decoding checks everything.
 */
import type { WeierstrassPoint, WeierstrassPointCons } from "@noble/curves/abstract/weierstrass.js";
import { bls12_381 } from "@noble/curves/bls12-381.js";
import type { G1, G2, Scalar, SourceGroup } from "../backend.ts";
import { type Decoded, accept, refuse } from "../decoded.ts";
import {
  checkPointForm,
  markInfinity,
  markPoint,
  readCoordinate,
  saysLarger,
  withoutFlags,
  writeCoordinates,
} from "../point-bytes.ts";
import { BASE_ORDER } from "../target/tower.ts";

type Fp2 = { readonly c0: bigint; readonly c1: bigint };
/** A point of G1 as noble has it. */
export type Point1 = WeierstrassPoint<bigint>;
/** A point of G2 as noble has it. */
export type Point2 = WeierstrassPoint<Fp2>;

const { Fp, Fp2 } = bls12_381.fields;

/** How the points over a field are written and read. */
interface Coordinates<F> {
  readonly byteLength: number;
  write(x: F): Uint8Array;
  read(bytes: Uint8Array): F;
  isLarger(y: F): boolean;
  negate(y: F): F;
  /** A root of x^3 + b, or undefined: then no point has this x. */
  root(x: F): F | undefined;
}

/** Bits that a digit of a prepared point's table has. */
const TABLE_WIDTH = 6;

/** G1. */
export function makeG1(): SourceGroup<G1> {
  return makeGroup<bigint, G1>(bls12_381.G1.Point, {
    byteLength: 48,
    write: (x) => writeCoordinates(x),
    read: (bytes) => readCoordinate(bytes, 0),
    isLarger: (y) => y * 2n > BASE_ORDER,
    negate: (y) => Fp.neg(y),
    root: (x) => rootOf(() => Fp.sqrt(Fp.add(Fp.mul(Fp.sqr(x), x), bls12_381.G1.Point.CURVE().b))),
  });
}

/** G2. Its coordinates are pairs, the second one written first. */
export function makeG2(): SourceGroup<G2> {
  return makeGroup<Fp2, G2>(bls12_381.G2.Point, {
    byteLength: 96,
    write: (x) => writeCoordinates(x.c1, x.c0),
    read: (bytes) => Fp2.create({ c0: readCoordinate(bytes, 1), c1: readCoordinate(bytes, 0) }),
    isLarger: (y) => (y.c1 === 0n ? y.c0 : y.c1) * 2n > BASE_ORDER,
    negate: (y) => Fp2.neg(y),
    root: (x) => rootOf(() => Fp2.sqrt(Fp2.add(Fp2.mul(Fp2.sqr(x), x), bls12_381.G2.Point.CURVE().b))),
  });
}

function rootOf<F>(root: () => F): F | undefined {
  try {
    return root();
  } catch {
    return undefined;
  }
}

function makeGroup<F, P>(points: WeierstrassPointCons<F>, coordinates: Coordinates<F>): SourceGroup<P> {
  type Point = WeierstrassPoint<F>;
  const inside = (element: P): Point => element as unknown as Point;
  const outside = (point: Point): P => point as unknown as P;
  const multiply = (point: Point, scalar: Scalar): P => outside(point.is0() ? point : point.multiply(scalar));
  return {
    byteLength: coordinates.byteLength,
    // The library's own object: it makes a table for it at the first use.
    generator: outside(points.BASE),
    infinity: outside(points.ZERO),
    add: (a, b) => outside(inside(a).add(inside(b))),
    subtract: (a, b) => outside(inside(a).subtract(inside(b))),
    multiply: (point, scalar) => multiply(inside(point), scalar),
    equals: (a, b) => inside(a).equals(inside(b)),
    prepare(point) {
      const { x, y } = inside(point).toAffine();
      const prepared = inside(point).is0() ? points.ZERO : points.fromAffine({ x, y }).precompute(TABLE_WIDTH, false);
      return (scalar) => multiply(prepared, scalar);
    },
    encode(point) {
      if (inside(point).is0()) return markInfinity(coordinates.byteLength);
      const { x, y } = inside(point).toAffine();
      return markPoint(coordinates.write(x), coordinates.isLarger(y) ? "larger" : "smaller");
    },
    decode(bytes): Decoded<P> {
      const malformed = checkPointForm(bytes, coordinates.byteLength);
      if (malformed !== undefined) return malformed;
      const x = coordinates.read(withoutFlags(bytes));
      const root = coordinates.root(x);
      if (root === undefined) return refuse("not-on-curve", "no point of the curve has this coordinate");
      const y = coordinates.isLarger(root) === saysLarger(bytes) ? root : coordinates.negate(root);
      const point = points.fromAffine({ x, y });
      return point.isTorsionFree()
        ? accept(outside(point))
        : refuse("outside-subgroup", "the point is not in the subgroup of prime order");
    },
  };
}
