/**
 * Draws that device and firewall share: the firewall multiplies what the device has shown already by a factor of its own.
 *
 * For ephemeral keys (sealed boxes, encryption under an identity) and for key pairs. The device shows its public part
 * first and learns the factor afterwards; who knows what it drew knows nothing of what leaves, and the firewall, which
 * knows the factor alone, opens nothing.
 */
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import type { Backend } from "../backend.ts";
import { type Decoded, accept, refuse } from "../decoded.ts";
import type { Randomness } from "../randomness.ts";
import { decodeScalar, drawScalar, encodeScalar } from "../scalar.ts";
import { sameBytes } from "../bytes.ts";
import { drawNonce } from "./co-signing.ts";

/** The firewall's side of one box. */
export interface CoSealer {
  /** Takes the ephemeral key that the device drew, once, and answers the factor. */
  readonly answer: (ephemeral: Uint8Array) => Decoded<Uint8Array>;
  /** Passes a box that begins with the ephemeral key times the factor. */
  readonly complete: (box: Uint8Array) => Decoded<Uint8Array>;
}

/** Opens a session for a sealed box. */
export function openCoSealing(randomness: Randomness): CoSealer {
  return openSession(randomness.bytes(32), multiplyX25519);
}

/** Opens a session for an encryption under an identity. */
export function openCoEncryption({ g2 }: Backend, randomness: Randomness): CoSealer {
  return openSession(encodeScalar(drawScalar(randomness)), (factor, bytes) => {
    const scalar = decodeScalar(factor);
    const point = g2.decode(bytes);
    if (scalar.kind === "refused") return scalar;
    return point.kind === "refused" ? point : accept(g2.encode(g2.multiply(point.value, scalar.value)));
  });
}

function openSession(
  factor: Uint8Array,
  multiply: (factor: Uint8Array, point: Uint8Array) => Decoded<Uint8Array>,
): CoSealer {
  let expected: Uint8Array | undefined;
  return {
    answer(ephemeral) {
      if (expected !== undefined) return refuse("out-of-range", "the session has answered: one key for one box");
      const product = multiply(factor, ephemeral);
      if (product.kind === "refused") return product;
      expected = product.value;
      return accept(factor);
    },
    complete(box) {
      if (expected !== undefined && sameBytes(box.subarray(0, expected.length), expected)) return accept(box);
      return refuse("not-authentic", "the box has another ephemeral key than the one that was agreed");
    },
  };
}

/** A key that was shown, and what its owner learns about it then. */
export interface SharedKey {
  readonly publicKey: Uint8Array;
  readonly share: Uint8Array;
}

/** The public key of a device for sealed boxes, on its way out: times a factor. */
export function shareSealKey(publicKey: Uint8Array, randomness: Randomness): Decoded<SharedKey> {
  const share = randomness.bytes(32);
  const product = multiplyX25519(share, publicKey);
  return product.kind === "refused" ? product : accept({ publicKey: product.value, share });
}

/** The verification key of a device, on its way out: plus a point. */
export function shareSigningKey(publicKey: Uint8Array, randomness: Randomness): Decoded<SharedKey> {
  const share = randomness.bytes(64);
  try {
    const sum = ed25519.Point.fromBytes(publicKey).add(ed25519.Point.BASE.multiply(drawNonce(share)));
    if (sum.isTorsionFree() && !sum.isSmallOrder()) return accept({ publicKey: sum.toBytes(), share });
  } catch {
    // Falls through: the bytes are no point.
  }
  return refuse("outside-subgroup", "the key is no point of the group of prime order");
}

function multiplyX25519(factor: Uint8Array, point: Uint8Array): Decoded<Uint8Array> {
  if (point.length !== 32) return refuse("wrong-length", `a sealing key has 32 bytes, not ${point.length}`);
  try {
    return accept(x25519.getSharedSecret(factor, point));
  } catch {
    return refuse("outside-subgroup", "the key is a point of small order");
  }
}
