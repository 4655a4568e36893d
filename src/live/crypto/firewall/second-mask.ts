/**
 * A re-encryption key with a second mask, which the firewall draws: rk1' = rk1 H2(X2), rk4 = g^l2, rk5 = X2 e(Q,P)^l2.
 *
 * rk1' is uniform for whoever does not have X2. Price: 816 bytes instead of 432, a pairing and a hash more for the
 * delegatee, and a relay that passes two more elements on. The delegatee still sees X, and what X was made to say.
 */
import type { Backend, G1, G2, GT } from "../backend.ts";
import { cut, join } from "../bytes.ts";
import { type Decoded, accept } from "../decoded.ts";
import {
  decodeCiphertext,
  decodeReencrypted,
  decodeReKey,
  ELEMENT_BYTES,
  encodeCiphertext,
  encodeReencrypted,
  encodeReKey,
} from "../pre/codec.ts";
import type { Recipient } from "../pre/recipient.ts";
import {
  type Ciphertext,
  drawElement,
  hashMask,
  maskOf,
  type Reencrypted,
  type ReKey,
  reencrypt,
} from "../pre/scheme.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";
import { rerandomiseReKey } from "./ciphertexts.ts";

/** A mask that is encrypted for the delegatee. */
export interface MaskLayer {
  readonly ephemeral: G2;
  readonly blinded: GT;
}

/** A re-encryption key with two masks: rk1 to rk3, and rk4, rk5 as `second`. */
export interface TwiceMaskedReKey extends ReKey {
  readonly second: MaskLayer;
}

/** A ciphertext that such a key re-encrypted. */
export interface TwiceMaskedReencrypted extends Reencrypted {
  readonly second: MaskLayer;
}

/** Adds the firewall's mask to a re-encryption key: all of it is as if the firewall had drawn it. */
export function addSecondMask(
  backend: Backend,
  delegatee: Recipient,
  key: ReKey,
  randomness: Randomness,
): TwiceMaskedReKey {
  const { g1, g2, gt } = backend;
  const fresh = rerandomiseReKey(backend, delegatee, key, randomness);
  const mask = drawElement(backend, randomness);
  const l = drawScalar(randomness);
  return {
    ...fresh,
    rk1: g1.add(fresh.rk1, hashMask(backend, mask)),
    second: { ephemeral: g2.multiply(g2.generator, l), blinded: gt.multiply(mask, delegatee.blind(l)) },
  };
}

/** ReEnc with such a key. */
export function reencryptTwiceMasked(
  backend: Backend,
  ciphertext: Ciphertext,
  key: TwiceMaskedReKey,
): TwiceMaskedReencrypted {
  return { ...reencrypt(backend, ciphertext, key), second: key.second };
}

/** Dec, for the delegatee. */
export function openTwiceMasked(backend: Backend, ciphertext: TwiceMaskedReencrypted, delegateeKey: G1): GT {
  const { g1, gt } = backend;
  const { c1, c2, c3, c4, second } = ciphertext;
  const first = maskOf(backend, { rk2: c3, rk3: c4 }, delegateeKey);
  const added = maskOf(backend, { rk2: second.ephemeral, rk3: second.blinded }, delegateeKey);
  const both = g1.add(hashMask(backend, first), hashMask(backend, added));
  return gt.divide(c2, backend.pair(both, c1));
}

/** The ciphertext without the firewall's mask, for the delegatee: what the relay makes with a key that has one mask. */
export function peelSecondMask(
  backend: Backend,
  { second, ...ciphertext }: TwiceMaskedReencrypted,
  delegateeKey: G1,
): Reencrypted {
  const added = maskOf(backend, { rk2: second.ephemeral, rk3: second.blinded }, delegateeKey);
  const mask = backend.pair(hashMask(backend, added), ciphertext.c1);
  return { ...ciphertext, c2: backend.gt.divide(ciphertext.c2, mask) };
}

const REKEY_BYTES = ELEMENT_BYTES.g1 + ELEMENT_BYTES.g2 + ELEMENT_BYTES.gt;
const LAYER_BYTES = ELEMENT_BYTES.g2 + ELEMENT_BYTES.gt;

/** 816 bytes. */
export function encodeTwiceMasked(backend: Backend, key: TwiceMaskedReKey): Uint8Array {
  const { ephemeral, blinded } = key.second;
  return join(encodeReKey(backend, key), encodeCiphertext(backend, { c1: ephemeral, c2: blinded }));
}

/** As `encodeTwiceMasked`, back. */
export function decodeTwiceMasked(backend: Backend, bytes: Uint8Array): Decoded<TwiceMaskedReKey> {
  const parts = cut(bytes, [REKEY_BYTES, LAYER_BYTES], "a re-encryption key with two masks");
  if (parts.kind === "refused") return parts;
  const key = decodeReKey(backend, parts.value[0]);
  if (key.kind === "refused") return key;
  const layer = decodeCiphertext(backend, parts.value[1]);
  if (layer.kind === "refused") return layer;
  return accept({ ...key.value, second: { ephemeral: layer.value.c1, blinded: layer.value.c2 } });
}

const REENCRYPTED_BYTES = 2 * LAYER_BYTES;

/** Bytes of keys and ciphertexts with two masks. */
export const TWICE_MASKED_BYTES = {
  rekey: REKEY_BYTES + LAYER_BYTES,
  reencrypted: REENCRYPTED_BYTES + LAYER_BYTES,
} as const;

/** 1152 bytes. */
export function encodeTwiceMaskedReencrypted(backend: Backend, ciphertext: TwiceMaskedReencrypted): Uint8Array {
  const { ephemeral, blinded } = ciphertext.second;
  return join(encodeReencrypted(backend, ciphertext), encodeCiphertext(backend, { c1: ephemeral, c2: blinded }));
}

/** As `encodeTwiceMaskedReencrypted`, back. */
export function decodeTwiceMaskedReencrypted(backend: Backend, bytes: Uint8Array): Decoded<TwiceMaskedReencrypted> {
  const parts = cut(bytes, [REENCRYPTED_BYTES, LAYER_BYTES], "a re-encrypted ciphertext with two masks");
  if (parts.kind === "refused") return parts;
  const first = decodeReencrypted(backend, parts.value[0]);
  if (first.kind === "refused") return first;
  const layer = decodeCiphertext(backend, parts.value[1]);
  if (layer.kind === "refused") return layer;
  return accept({ ...first.value, second: { ephemeral: layer.value.c1, blinded: layer.value.c2 } });
}
