/**
 * The firewall for ciphertexts and for the paper's re-encryption keys (Mironov and Stephens-Davidowitz, 2015).
 *
 * It holds no secret. What leaves it decrypts to the same, and c1, c2, rk2 and rk3 are as if drawn by the firewall: an
 * implementation that chooses its a or l to say something says nothing. It first checks that every element is in its
 * group, since -c2 would carry a bit through. It cannot touch rk1: whoever could change H2(X)/sk for another X knows
 * sk. What X says, rk1 says; `second-mask.ts` and `group-mask.ts` are the formats that close this.
 */
import type { Backend } from "../backend.ts";
import { type Decoded, accept } from "../decoded.ts";
import { decodeCiphertext, decodeReKey, encodeCiphertext, encodeReKey } from "../pre/codec.ts";
import type { Recipient } from "../pre/recipient.ts";
import type { Ciphertext, ReKey } from "../pre/scheme.ts";
import type { Randomness } from "../randomness.ts";
import { drawScalar } from "../scalar.ts";

/** (c1 g^a', c2 e(pk,h1)^a'): a fresh encryption of the same message. */
export function rerandomiseCiphertext(
  { g2, gt }: Backend,
  recipient: Recipient,
  { c1, c2 }: Ciphertext,
  randomness: Randomness,
): Ciphertext {
  const a = drawScalar(randomness);
  return { c1: g2.add(c1, g2.multiply(g2.generator, a)), c2: gt.multiply(c2, recipient.blind(a)) };
}

/** (rk1, rk2 g^l', rk3 e(Q,P)^l'): rk1 passes as it is. */
export function rerandomiseReKey(
  backend: Backend,
  delegatee: Recipient,
  { rk1, rk2, rk3 }: ReKey,
  randomness: Randomness,
): ReKey {
  const { c1, c2 } = rerandomiseCiphertext(backend, delegatee, { c1: rk2, c2: rk3 }, randomness);
  return { rk1, rk2: c1, rk3: c2 };
}

/** A ciphertext on its way out; refused when it is not one. */
export function filterCiphertext(
  backend: Backend,
  recipient: Recipient,
  bytes: Uint8Array,
  randomness: Randomness,
): Decoded<Uint8Array> {
  const ciphertext = decodeCiphertext(backend, bytes);
  if (ciphertext.kind === "refused") return ciphertext;
  const fresh = rerandomiseCiphertext(backend, recipient, ciphertext.value, randomness);
  return accept(encodeCiphertext(backend, fresh));
}

/** A re-encryption key on its way out; refused when it is not one. */
export function filterReKey(
  backend: Backend,
  delegatee: Recipient,
  bytes: Uint8Array,
  randomness: Randomness,
): Decoded<Uint8Array> {
  const key = decodeReKey(backend, bytes);
  if (key.kind === "refused") return key;
  return accept(encodeReKey(backend, rerandomiseReKey(backend, delegatee, key.value, randomness)));
}
