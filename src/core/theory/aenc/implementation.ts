/**
 * Public-key encryption in code: sealed boxes of X25519 for keys of the usual family, Boneh and Franklin's encryption
 * for identities. Which of the two an owner has is drawn, so the laws run on both.
 */
import type { Backend, G1, BackendName } from "../../../live/crypto/backend.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { decryptWith, encryptTo } from "../../../live/crypto/ibe.ts";
import { hashIdentity } from "../../../live/crypto/pre/identity.ts";
import { extractKey, setUp } from "../../../live/crypto/pre/keys.ts";
import { address, type Recipient } from "../../../live/crypto/pre/recipient.ts";
import { makeSealKey, openSealed, seal, type SealKey } from "../../../live/crypto/seal.ts";
import { loadBackend } from "../../../live/crypto/suite.ts";
import { drawBytes } from "../draw-bytes.ts";
import type { RandomSource } from "../implementation.ts";

/** Messages and boxes are bytes; keys are of one of the two families. */
export interface AencValues {
  readonly message: Uint8Array;
  readonly sealed: Uint8Array;
  readonly pk: PublicKey;
  readonly sk: SecretKey;
}

type PublicKey =
  | { readonly family: "key"; readonly key: Uint8Array }
  | { readonly family: "ibe"; readonly recipient: Recipient };
type SecretKey = { readonly family: "key"; readonly key: SealKey } | { readonly family: "ibe"; readonly key: G1 };

const NOTHING = new Uint8Array(0);

/** The code behind the theory `aenc`. */
export async function implement(name: BackendName, source: RandomSource) {
  const backend = await loadBackend(name);
  const authority = setUp(backend, source);

  function drawKeys(randomness: RandomSource): { pk: PublicKey; sk: SecretKey } {
    if (((randomness.bytes(1)[0] ?? 0) & 1) === 0) {
      const key = makeSealKey(randomness);
      return { pk: { family: "key", key: key.publicKey }, sk: { family: "key", key } };
    }
    const identity = { name: [...randomness.bytes(8)].join(".") };
    const recipient = address(backend, hashIdentity(backend, identity), authority.publicKey);
    return { pk: { family: "ibe", recipient }, sk: { family: "ibe", key: extractKey(backend, authority, identity) } };
  }

  const aenc = (randomness: RandomSource, body: Uint8Array, key: PublicKey): Uint8Array =>
    key.family === "key"
      ? expectDecoded(seal(key.key, body, NOTHING, randomness))
      : encryptTo(backend, key.recipient, body, NOTHING, randomness);
  const adec = (_: RandomSource, box: Uint8Array, key: SecretKey): Uint8Array =>
    expectDecoded(
      key.family === "key" ? openSealed(key.key, box, NOTHING) : decryptWith(backend, key.key, box, NOTHING),
    );

  return {
    operations: { aenc, adec },
    weaknesses: {},
    draw: drawBytes,
    drawKeys,
    encode: (value: AencValues[keyof AencValues]) => encodeValue(backend, value),
    guarantees: {
      "an altered box does not open": (randomness: RandomSource) => {
        const { pk, sk } = drawKeys(randomness);
        const box = aenc(randomness, drawBytes(randomness), pk);
        const last = box.length - 1;
        box[last] = (box[last] ?? 0) ^ 1;
        const opened =
          sk.family === "key" ? openSealed(sk.key, box, NOTHING) : decryptWith(backend, sk.key, box, NOTHING);
        return opened.kind === "refused";
      },
    },
  };
}

function encodeValue({ g1 }: Backend, value: AencValues[keyof AencValues]): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if ("recipient" in value) return g1.encode(value.recipient.point);
  if (value.family === "ibe") return g1.encode(value.key);
  return value.key instanceof Uint8Array ? value.key : value.key.secret;
}
