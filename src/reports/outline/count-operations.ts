/** Operations of an algorithm by their kind, as a plot has room for; the rest costs next to nothing. */

/** The kinds that cost something, the dearest first. */
export const OPERATION_KINDS = ["pairings", "powers", "hashes to a curve"] as const;

/** How many of each kind, in their order. */
export function countByKind(operations: Readonly<Record<string, number>>): readonly number[] {
  const having = (isKind: (name: string) => boolean): number =>
    Object.entries(operations).reduce((total, [name, times]) => total + (isKind(name) ? times : 0), 0);
  return [
    having((name) => name === "pairing"),
    having((name) => name.includes("power")),
    having((name) => /^H\d/.test(name)),
  ];
}
