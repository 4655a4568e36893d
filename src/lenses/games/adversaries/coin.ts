/** The fallback of every distinguisher: two messages, a test of them, and a coin where the test says nothing. */
import type { GT } from "../../../live/crypto/backend.ts";
import { tossCoin } from "../play/coin.ts";
import type { Tools } from "../play/game.ts";

/**
 * Draws two messages for a challenge.
 * @example
 * const [m0, m1] = drawMessages(view);
 */
export function drawMessages({ curve, scheme, randomness }: Tools): readonly [GT, GT] {
  return [scheme.drawElement(curve, randomness), scheme.drawElement(curve, randomness)];
}

/** Decides which of the two was found; tosses a coin if neither. */
export function decide({ curve, randomness }: Tools, found: GT | undefined, m0: GT, m1: GT): 0 | 1 {
  if (found !== undefined && curve.gt.equals(found, m0)) return 0;
  if (found !== undefined && curve.gt.equals(found, m1)) return 1;
  return tossCoin(randomness);
}
