/**
 * Sealed boxes: encryption to a public key of X25519, whose sender stays unknown.
 *
 * The ephemeral key travels, the shared secret gives a key for one box only; both public keys are bound into it.
 */
import { x25519 } from "@noble/curves/ed25519.js";
import { AEAD_OVERHEAD, deriveKey, openOnce, sealOnce } from "./aead.ts";
import { join } from "./bytes.ts";
import { type Decoded, refuse } from "./decoded.ts";
import { hedge, type Randomness } from "./randomness.ts";
import { TAGS } from "./tags.ts";

/** The keys of whoever boxes are sealed for, 32 bytes each. */
export interface SealKey {
  readonly secret: Uint8Array;
  readonly publicKey: Uint8Array;
}

const KEY_BYTES = 32;

/** Draws the keys of a receiver. */
export function makeSealKey(randomness: Randomness): SealKey {
  const secret = randomness.bytes(KEY_BYTES);
  return { secret, publicKey: x25519.getPublicKey(secret) };
}

/** Seals for the owner of a public key: 32 bytes of ephemeral key, then the box. Refuses a key of small order. */
export function seal(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
  randomness: Randomness,
): Decoded<Uint8Array> {
  const ephemeral = hedge(randomness, publicKey, plaintext, associated).bytes(KEY_BYTES);
  return sealWithEphemeral(publicKey, plaintext, associated, ephemeral);
}

/**
 * Seals with an ephemeral secret that was chosen, times a factor that a firewall chose after it saw the ephemeral key
 * without it: both are multiplied into the shared secret.
 */
export function sealWithEphemeral(
  publicKey: Uint8Array,
  plaintext: Uint8Array,
  associated: Uint8Array,
  secret: Uint8Array,
  factor?: Uint8Array,
): Decoded<Uint8Array> {
  const own = x25519.getPublicKey(secret);
  const ephemeral = factor === undefined ? own : x25519.getSharedSecret(factor, own);
  const key = shareKey(secret, publicKey, [ephemeral, publicKey, associated], factor);
  if (key.kind === "refused") return key;
  return { kind: "decoded", value: join(ephemeral, sealOnce(key.value, plaintext, associated)) };
}

/** Opens a box that was sealed for this key. */
export function openSealed(receiver: SealKey, box: Uint8Array, associated: Uint8Array): Decoded<Uint8Array> {
  if (box.length < KEY_BYTES + AEAD_OVERHEAD) return refuse("wrong-length", "a sealed box has at least 80 bytes");
  const ephemeral = box.subarray(0, KEY_BYTES);
  const key = shareKey(receiver.secret, ephemeral, [ephemeral, receiver.publicKey, associated]);
  if (key.kind === "refused") return key;
  return openOnce(key.value, box.subarray(KEY_BYTES), associated);
}

function shareKey(
  secret: Uint8Array,
  theirs: Uint8Array,
  bound: readonly Uint8Array[],
  factor?: Uint8Array,
): Decoded<Uint8Array> {
  if (theirs.length !== KEY_BYTES) return refuse("wrong-length", `a sealing key has 32 bytes, not ${theirs.length}`);
  try {
    const shared = x25519.getSharedSecret(secret, theirs);
    const whole = factor === undefined ? shared : x25519.getSharedSecret(factor, shared);
    return { kind: "decoded", value: deriveKey(whole, TAGS.seal, ...bound) };
  } catch {
    return refuse("outside-subgroup", "the key is a point of small order");
  }
}
