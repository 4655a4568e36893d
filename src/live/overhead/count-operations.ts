/** How many of each primitive an algorithm uses: counted while it runs, not claimed. */
import type { Backend, SourceGroup } from "../crypto/backend.ts";
import type { Randomness } from "../crypto/randomness.ts";
import { TAGS } from "../crypto/tags.ts";
import { type Primitive, PRIMITIVES } from "./algorithms.ts";
import { type Cast, drawCast } from "./cast.ts";

/** Operations, by primitive; those that are not used are left out. */
export type Counts = Readonly<Partial<Record<Primitive, number>>>;

/** Counts the operations of an algorithm. */
export function countOperations(cast: Cast, run: (cast: Cast) => unknown): Counts {
  const counts = new Map<Primitive, number>();
  const note = (primitive: Primitive): void => void counts.set(primitive, (counts.get(primitive) ?? 0) + 1);
  const randomness: Randomness = {
    bytes(length) {
      note("scalar drawn");
      return cast.randomness.bytes(length);
    },
  };
  const counted = drawCast(countingBackend(cast.backend, note), randomness);
  counts.clear();
  run(counted);
  return Object.fromEntries(PRIMITIVES.flatMap((each) => (counts.has(each) ? [[each, counts.get(each)]] : [])));
}

function countingBackend(backend: Backend, note: (primitive: Primitive) => void): Backend {
  const { gt } = backend;
  return {
    ...backend,
    g1: countingGroup(backend.g1, note, "G1 power", "G1 power of g1"),
    g2: countingGroup(backend.g2, note, "G2 power", "G2 power of g"),
    gt: {
      ...gt,
      generator: gt.generator,
      multiply: (a, b) => {
        note("GT product");
        return gt.multiply(a, b);
      },
      divide: (a, b) => {
        note("GT quotient");
        return gt.divide(a, b);
      },
      power: (base, scalar) => {
        note("GT power");
        return gt.power(base, scalar);
      },
      prepare: (base) => {
        const power = gt.prepare(base);
        return (scalar) => {
          note("GT power, key reused");
          return power(scalar);
        };
      },
    },
    pair: (p, q) => {
      note("pairing");
      return backend.pair(p, q);
    },
    hashToG1: (message, tag) => {
      note(tag === TAGS.mask ? "H2" : "H1");
      return backend.hashToG1(message, tag);
    },
  };
}

function countingGroup<P>(
  group: SourceGroup<P>,
  note: (primitive: Primitive) => void,
  power: Primitive,
  powerOfGenerator: Primitive,
): SourceGroup<P> {
  return {
    ...group,
    multiply: (point, scalar) => {
      note(point === group.generator ? powerOfGenerator : power);
      return group.multiply(point, scalar);
    },
    subtract: (a, b) => {
      note("G1 quotient");
      return group.subtract(a, b);
    },
  };
}
