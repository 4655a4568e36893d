/** Signatures in code: Ed25519, sent with the message that it signs. */
import { makeSigningKey, sign, type SigningKey, verify } from "../../../live/crypto/sign.ts";
import { drawBytes } from "../draw-bytes.ts";
import type { RandomSource } from "../implementation.ts";

/** A message with its signature. */
export interface SignedMessage {
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/** Messages are bytes. */
export interface SignValues {
  readonly message: Uint8Array;
  readonly signed: SignedMessage;
  readonly sgk: SigningKey;
  readonly vk: Uint8Array;
}

const CONTEXT = "theory";

/** The code behind the theory `sign`. */
export async function implement() {
  return {
    operations: { sign: signMessage, message: (_: RandomSource, signed: SignedMessage) => signed.message },
    weaknesses: {},
    draw: drawBytes,
    drawKeys: (randomness: RandomSource) => {
      const sgk = makeSigningKey(randomness);
      return { sgk, vk: sgk.publicKey };
    },
    encode: encodeValue,
    guarantees: {
      "a signature verifies under its key": (randomness: RandomSource) => {
        const key = makeSigningKey(randomness);
        return verifySigned(key.publicKey, signMessage(randomness, drawBytes(randomness), key));
      },
      "no signature verifies under another key": (randomness: RandomSource) => {
        const signed = signMessage(randomness, drawBytes(randomness), makeSigningKey(randomness));
        return !verifySigned(makeSigningKey(randomness).publicKey, signed);
      },
      "no signature verifies for another message": (randomness: RandomSource) => {
        const key = makeSigningKey(randomness);
        const { signature } = signMessage(randomness, randomness.bytes(32), key);
        return !verifySigned(key.publicKey, { message: randomness.bytes(32), signature });
      },
    },
  };
}

function signMessage(_: RandomSource, message: Uint8Array, key: SigningKey): SignedMessage {
  return { message, signature: sign(key, CONTEXT, message) };
}

function verifySigned(publicKey: Uint8Array, { message, signature }: SignedMessage): boolean {
  return verify(publicKey, CONTEXT, message, signature);
}

function encodeValue(value: Uint8Array | SignedMessage | SigningKey): Uint8Array {
  if (value instanceof Uint8Array) return value;
  return "secret" in value ? value.secret : Uint8Array.from([...value.signature, ...value.message]);
}
