/** The hash in code: SHA-256, tagged. */
import { hash } from "../../../live/crypto/hash.ts";
import { drawBytes } from "../draw-bytes.ts";
import type { RandomSource } from "../implementation.ts";

/** Everything is bytes. */
export interface HashValues {
  readonly message: Uint8Array;
  readonly hash: Uint8Array;
}

/** The code behind the theory `hash`. */
export async function implement() {
  return {
    operations: { hash: (_: RandomSource, message: Uint8Array) => hash(message) },
    weaknesses: {},
    draw: drawBytes,
    drawKeys: () => ({}),
    encode: (value: Uint8Array) => value,
    guarantees: {},
  };
}
