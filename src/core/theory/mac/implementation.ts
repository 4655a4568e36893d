/** Message authentication codes in code: HMAC-SHA256, tagged. */
import { checkMac, mac } from "../../../live/crypto/mac.ts";
import { drawBytes } from "../draw-bytes.ts";
import type { RandomSource } from "../implementation.ts";

/** Everything is bytes. */
export interface MacValues {
  readonly message: Uint8Array;
  readonly mac: Uint8Array;
}

/** The code behind the theory `mac`. */
export async function implement() {
  return {
    operations: { mac: (_: RandomSource, body: Uint8Array, key: Uint8Array) => mac(key, body) },
    weaknesses: {},
    draw: drawBytes,
    drawKeys: () => ({}),
    encode: (value: Uint8Array) => value,
    guarantees: {
      "a MAC is accepted with its key and message": (randomness: RandomSource) => {
        const [key, body] = [drawBytes(randomness), drawBytes(randomness)];
        return checkMac(key, body, mac(key, body));
      },
      "no MAC is accepted with another key": (randomness: RandomSource) => {
        const body = drawBytes(randomness);
        return !checkMac(randomness.bytes(32), body, mac(randomness.bytes(32), body));
      },
    },
  };
}
