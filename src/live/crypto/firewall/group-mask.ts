/**
 * A re-encryption key whose mask is a point: rk = (mu/sk, g1^l, mu W^l), with W = g1^rho of the delegatee.
 *
 * There is no hash, so the firewall can change mu too, and nothing of what was drawn gets out, not even to the
 * delegatee. Price: DDH in G1 instead of the pairing's assumption, and B's partial key is not needed to open, so
 * whoever gets a W of its own accepted gets sk. W must be certified.
 */
import type { Backend, G1, G2, GT, Scalar } from "../backend.ts";
import { cut, join } from "../bytes.ts";
import { type Decoded, accept } from "../decoded.ts";
import { ELEMENT_BYTES } from "../pre/codec.ts";
import type { Ciphertext } from "../pre/scheme.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";

/** All in G1: 144 bytes. */
export interface GroupReKey {
  readonly rk1: G1;
  readonly rk2: G1;
  readonly rk3: G1;
}

/** A ciphertext that such a key re-encrypted. */
export interface GroupReencrypted {
  readonly c1: G2;
  readonly c2: GT;
  readonly c3: G1;
  readonly c4: G1;
}

/** Draws a mask. */
export function drawGroupMask({ g1 }: Backend, randomness: Randomness): G1 {
  return g1.multiply(g1.generator, drawScalar(randomness));
}

/** ReKey, for the delegatee with this certified W. */
export function rekeyWithGroupMask({ g1 }: Backend, ownerKey: G1, w: G1, mask: G1, randomness: Randomness): GroupReKey {
  const l = drawScalar(randomness);
  return {
    rk1: g1.subtract(mask, ownerKey),
    rk2: g1.multiply(g1.generator, l),
    rk3: g1.add(mask, g1.multiply(w, l)),
  };
}

/** Rerandomises as the firewall does: another mask, another exponent. */
export function rerandomiseGroupReKey(
  backend: Backend,
  w: G1,
  { rk1, rk2, rk3 }: GroupReKey,
  randomness: Randomness,
): GroupReKey {
  const { g1 } = backend;
  const factor = drawGroupMask(backend, randomness);
  const l = drawScalar(randomness);
  return {
    rk1: g1.add(rk1, factor),
    rk2: g1.add(rk2, g1.multiply(g1.generator, l)),
    rk3: g1.add(rk3, g1.add(factor, g1.multiply(w, l))),
  };
}

/** ReEnc. */
export function reencryptWithGroupMask(
  { gt, pair }: Backend,
  { c1, c2 }: Ciphertext,
  { rk1, rk2, rk3 }: GroupReKey,
): GroupReencrypted {
  return { c1, c2: gt.multiply(c2, pair(rk1, c1)), c3: rk2, c4: rk3 };
}

/** Dec, with the delegatee's secret value alone. */
export function openWithGroupMask({ g1, gt, pair }: Backend, ciphertext: GroupReencrypted, secretValue: Scalar): GT {
  const mask = g1.subtract(ciphertext.c4, g1.multiply(ciphertext.c3, secretValue));
  return gt.divide(ciphertext.c2, pair(mask, ciphertext.c1));
}

const { g1: POINT_BYTES } = ELEMENT_BYTES;

/** 144 bytes. */
export function encodeGroupReKey({ g1 }: Backend, { rk1, rk2, rk3 }: GroupReKey): Uint8Array {
  return join(g1.encode(rk1), g1.encode(rk2), g1.encode(rk3));
}

/** As `encodeGroupReKey`, back. */
export function decodeGroupReKey({ g1 }: Backend, bytes: Uint8Array): Decoded<GroupReKey> {
  const parts = cut(bytes, [POINT_BYTES, POINT_BYTES, POINT_BYTES], "a re-encryption key with a group mask");
  if (parts.kind === "refused") return parts;
  const rk1 = g1.decode(parts.value[0]);
  if (rk1.kind === "refused") return rk1;
  const rk2 = g1.decode(parts.value[1]);
  if (rk2.kind === "refused") return rk2;
  const rk3 = g1.decode(parts.value[2]);
  return rk3.kind === "refused" ? rk3 : accept({ rk1: rk1.value, rk2: rk2.value, rk3: rk3.value });
}
