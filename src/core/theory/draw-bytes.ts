/** Messages for the laws: bytes of any length up to 255, the empty message among them. */
import type { RandomSource } from "./implementation.ts";

/** Draws a message. */
export function drawBytes(randomness: RandomSource): Uint8Array {
  return randomness.bytes(randomness.bytes(1)[0] ?? 0);
}
