/** The challenger's coin. */
import type { Randomness } from "../../../live/crypto/randomness.ts";

/** Draws the bit b uniformly. */
export function tossCoin(randomness: Randomness): 0 | 1 {
  return ((randomness.bytes(1)[0] ?? 0) & 1) === 1 ? 1 : 0;
}
