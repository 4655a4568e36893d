/** The numbers of a search: every sequence draws from a stream of its own, so that no sequence depends on who played another. */

/** Draws whole numbers. */
export interface Draws {
  /** A number below `count`; zero for zero. */
  below(count: number): number;
  /** True once in so many times. */
  oneIn(times: number): boolean;
  /** One of these. */
  pick<T>(from: readonly T[]): T | undefined;
  /** One of these, as often as its weight says. */
  weighed<T>(from: readonly (readonly [weight: number, value: T])[]): T | undefined;
}

/** The stream of a seed and a number. */
export function openDraws(seed: string, number: number): Draws {
  let state = hashText(`${seed} ${number}`);
  // Mulberry32: 32 bits of state, which is plenty for a hundred draws.
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return (mixed ^ (mixed >>> 14)) >>> 0;
  };
  const below = (count: number): number => (count <= 0 ? 0 : next() % count);
  return {
    below,
    oneIn: (times) => below(times) === 0,
    pick: (from) => from[below(from.length)],
    weighed: (from) => {
      let at = below(from.reduce((sum, [weight]) => sum + weight, 0));
      for (const [weight, value] of from) {
        if (at < weight) return value;
        at -= weight;
      }
      return undefined;
    },
  };
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
