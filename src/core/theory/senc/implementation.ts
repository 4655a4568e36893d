/** Symmetric encryption in code: XChaCha20-Poly1305 under a key that is derived from whatever the key term is. */
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { closeBox, openBox } from "../../../live/crypto/secret-box.ts";
import { drawBytes } from "../draw-bytes.ts";
import type { RandomSource } from "../implementation.ts";

/** Everything is bytes. */
export interface SencValues {
  readonly message: Uint8Array;
  readonly boxed: Uint8Array;
}

const NOTHING = new Uint8Array(0);

/** The code behind the theory `senc`. */
export async function implement() {
  return {
    operations: {
      senc: (randomness: RandomSource, body: Uint8Array, key: Uint8Array) => closeBox(key, body, NOTHING, randomness),
      sdec: (_: RandomSource, box: Uint8Array, key: Uint8Array) => expectDecoded(openBox(key, box, NOTHING)),
    },
    weaknesses: {},
    // A key shorter than 16 bytes may come twice in a long run of the laws; then another key would open the box.
    draw: (randomness: RandomSource, variable: string) =>
      variable === "k" ? randomness.bytes(32) : drawBytes(randomness),
    drawKeys: () => ({}),
    encode: (value: Uint8Array) => value,
    guarantees: {
      "an altered box does not open": (randomness: RandomSource) => {
        const key = randomness.bytes(32);
        const box = closeBox(key, drawBytes(randomness), NOTHING, randomness);
        const at = ((randomness.bytes(1)[0] ?? 0) * box.length) >> 8;
        box[at] = (box[at] ?? 0) ^ 1;
        return openBox(key, box, NOTHING).kind === "refused";
      },
    },
  };
}
