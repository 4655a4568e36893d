/** Counts of compared claims. */
import { AGREEMENTS, type ComparedClaim, type Tally } from "../core/verdict/conformance.ts";

/** How many claims there are of each kind of agreement. */
export function addUp(claims: readonly ComparedClaim[]): Tally {
  const counts = AGREEMENTS.map((kind) => [kind, claims.filter(({ agreement }) => agreement === kind).length] as const);
  return Object.fromEntries(counts) as Record<(typeof AGREEMENTS)[number], number>;
}

/** The same for every kind of claim, in the order of their names. */
export function sumByKind(claims: readonly ComparedClaim[]): Readonly<Record<string, Tally>> {
  const kinds = [...new Set(claims.map(({ claim }) => claim))].sort();
  return Object.fromEntries(kinds.map((kind) => [kind, addUp(claims.filter(({ claim }) => claim === kind))]));
}
