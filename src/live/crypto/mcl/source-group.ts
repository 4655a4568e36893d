/**
 * G1 or G2 with mcl's points.
 *
 * What the library refuses to decode is given to noble's decoder, which says why; both accept the same bytes.
 */
import type mcl from "mcl-wasm";
import type { Scalar, SourceGroup } from "../backend.ts";
import { type Decoded, accept, refuse } from "../decoded.ts";
import { checkPointForm, markInfinity } from "../point-bytes.ts";
import { fixedBasePower, type Group } from "../windows.ts";
import { toFr } from "./library.ts";

/** The common part of the two kinds of points. */
interface Point {
  isZero(): boolean;
  isValidOrder(): boolean;
  serialize(): Uint8Array;
  deserialize(bytes: Uint8Array): void;
}

/** Bits that a digit of a prepared point's table has. */
const TABLE_WIDTH = 6;

/** The group of these points; `strict` is the same group elsewhere, asked only why bytes are refused. */
export function makeSourceGroup<M extends Point & (mcl.G1 | mcl.G2), P>(
  library: typeof mcl,
  make: new () => M,
  base: M,
  strict: SourceGroup<unknown>,
): SourceGroup<P> {
  const inside = (element: P): M => element as unknown as M;
  const outside = (point: M): P => point as unknown as P;
  const group: Group<M> = {
    neutral: new make(),
    combine: (a, b) => library.add(a, b),
    square: (a) => library.dbl(a),
    invert: (a) => library.neg(a),
  };
  const prepare = (point: M): ((scalar: Scalar) => P) => {
    const power = fixedBasePower(group, point, TABLE_WIDTH, (points) => library.normalizeVec(points));
    return (scalar) => outside(power(scalar));
  };
  let multiplyGenerator: ((scalar: Scalar) => P) | undefined;
  const generator = outside(base);
  return {
    byteLength: strict.byteLength,
    generator,
    infinity: outside(group.neutral),
    add: (a, b) => outside(library.add(inside(a), inside(b))),
    subtract: (a, b) => outside(library.sub(inside(a), inside(b))),
    multiply(point, scalar) {
      if (point !== generator) return outside(library.mul(inside(point) as mcl.G1, toFr(scalar)) as unknown as M);
      multiplyGenerator ??= prepare(base);
      return multiplyGenerator(scalar);
    },
    equals: (a, b) => inside(a).isEqual(inside(b) as mcl.G1 & mcl.G2),
    prepare: (point) => prepare(inside(point)),
    encode: (point) => (inside(point).isZero() ? markInfinity(strict.byteLength) : inside(point).serialize()),
    decode(bytes): Decoded<P> {
      const malformed = checkPointForm(bytes, strict.byteLength);
      if (malformed !== undefined) return malformed;
      const point = new make();
      try {
        point.deserialize(bytes);
      } catch {
        const reason = strict.decode(bytes);
        return reason.kind === "refused" ? reason : refuse("malformed", "the library does not take the point");
      }
      // Asked here as well: that the library checks the order when it reads is a switch for the whole process.
      if (!point.isZero() && !point.isValidOrder()) return refuse("outside-subgroup", "the point has another order");
      return accept(outside(point));
    },
  };
}
