/** The fallback of every distinguisher: two messages, a test of them, and a coin where the test says nothing. */
import type { GT } from "../../../live/crypto/backend.ts";
import { tossCoin } from "../play/coin.ts";
import type { Tools } from "../play/game.ts";

/** Two messages to be told apart. */
export function drawMessages({ curve, scheme, randomness }: Tools): readonly [GT, GT] {
  return [scheme.drawElement(curve, randomness), scheme.drawElement(curve, randomness)];
}

/** Which of the two was found; a coin where it is neither. */
export function decide({ curve, randomness }: Tools, found: GT | undefined, m0: GT, m1: GT): 0 | 1 {
  if (found !== undefined && curve.gt.equals(found, m0)) return 0;
  if (found !== undefined && curve.gt.equals(found, m1)) return 1;
  return tossCoin(randomness);
}
