/**
 * Reads values from an exclusive or and from a multiple of a point. The logic has no construct for either: they count
 * as values, and a reader gets their parts in clear, so nobody is known to have said them.
 */
import type { Term } from "../../../core/term/term.ts";
import { allParts, type ConcretePart, type Readings, readParts } from "./concrete.ts";
import type { Receiver } from "./find-unbacked.ts";
import type { Names } from "./names.ts";
import { printConcrete } from "./print-concrete.ts";

/** A sentence about one value. */
export interface AlgebraicReading {
  readonly kind: "exclusive-or" | "multiple";
  readonly symbol: string;
  readonly sentence: string;
}

/** The readings of the values of a message, for whoever receives it. */
export function readAlgebra(
  label: string,
  parts: readonly ConcretePart[],
  names: Names,
  readings: Readings,
  receiver: Receiver,
): readonly AlgebraicReading[] {
  const closed = new Set(listClosed(parts));
  return [...allParts(parts)].flatMap((part): AlgebraicReading[] => {
    if (part.is !== "opaque" && part.is !== "value") return [];
    const { term } = part;
    if (term.kind !== "application") return [];
    const kind = readings.get(term.op)?.is;
    if (kind !== "mask" && kind !== "multiple") return [];
    const symbol = names.symbolOf(term).id;
    const print = (one: Term): string => printConcrete(readParts(readings, one), names);
    const whose = closed.has(part)
      ? "Whoever closed what it is in said the value, which is not to have said what it is made of."
      : "Nobody is known to have made it, and whoever changes it on its way is not noticed: it says nothing.";
    if (kind === "multiple") {
      const made = term.args.map(print).join(", ");
      const sentence = `${symbol} in ${label} is a multiple or power by ${made}, which nobody reads from it. ${whose}`;
      return [{ kind: "multiple", symbol, sentence }];
    }
    const missing = term.args.filter((arg) => !receiver.holds(arg));
    const [only] = missing;
    const had = term.args
      .filter((arg) => !missing.includes(arg))
      .map(print)
      .join(", ");
    const read =
      only === undefined
        ? `${receiver.role} has all of it and can compare`
        : missing.length === 1
          ? `${receiver.role} has ${had} and takes ${print(only)} out of it`
          : `${receiver.role} lacks ${missing.map(print).join(" and ")}, so nothing can be read from it`;
    const sentence = `${symbol} in ${label} is the exclusive or of ${term.args.map(print).join(" and ")}: ${read}. ${whose}`;
    return [{ kind: "exclusive-or", symbol, sentence }];
  });
}

function listClosed(parts: readonly ConcretePart[]): readonly ConcretePart[] {
  return parts.flatMap((part) => (part.is === "box" ? [...allParts(part.body)] : []));
}
