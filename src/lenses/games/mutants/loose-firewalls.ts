/** Firewalls that take what they should refuse, computed on the field and the curve without any check of groups. */
import type { Backend } from "../../../live/crypto/backend.ts";
import { join } from "../../../live/crypto/bytes.ts";
import { accept, type Decoded } from "../../../live/crypto/decoded.ts";
import { ELEMENT_BYTES } from "../../../live/crypto/pre/codec.ts";
import type { Recipient } from "../../../live/crypto/pre/recipient.ts";
import { type Randomness, seededRandomness } from "../../../live/crypto/randomness.ts";
import { drawScalar } from "../../../live/crypto/scalar.ts";
import { compress } from "../../../live/crypto/target/torus.ts";
import { FIELD12, FIELD6, type Fp12 } from "../../../live/crypto/target/tower.ts";
import { PAPER_SCHEME } from "../scheme/scheme.ts";
import { addForeignPoint } from "../substitution/foreign-point.ts";

/** The firewall for ciphertexts, without looking whether c2 is in GT. */
export function filterWithoutMembership(
  backend: Backend,
  recipient: Recipient,
  bytes: Uint8Array,
  randomness: Randomness,
): Decoded<Uint8Array> {
  const { g2, gt } = backend;
  const c1 = g2.decode(bytes.subarray(0, ELEMENT_BYTES.g2));
  if (c1.kind === "refused") return c1;
  const exponent = drawScalar(randomness);
  const blinded = g2.add(c1.value, g2.multiply(g2.generator, exponent));
  const blind = FIELD12.fromBytes(gt.encodeRaw(recipient.blind(exponent)));
  const c2 = FIELD12.mul(decompressLoosely(bytes.subarray(ELEMENT_BYTES.g2)), blind);
  return accept(join(g2.encode(blinded), compress(c2)));
}

/** The firewall with the second mask, without looking whether rk1 is in G1. */
export function maskWithoutSubgroup(
  backend: Backend,
  delegatee: Recipient,
  bytes: Uint8Array,
  randomness: Randomness,
): Decoded<Uint8Array> {
  const given = bytes.subarray(0, ELEMENT_BYTES.g1);
  const rest = bytes.subarray(ELEMENT_BYTES.g1);
  if (backend.g1.decode(given).kind === "decoded") {
    return PAPER_SCHEME.filterTwiceMasked(backend, delegatee, bytes, randomness);
  }
  // Applies the careful firewall to the point without its foreign part, and then restores that part.
  const cleared = addForeignPoint(addForeignPoint(given));
  const filtered = PAPER_SCHEME.filterTwiceMasked(backend, delegatee, join(cleared, rest), randomness);
  if (filtered.kind === "refused") return filtered;
  return accept(
    join(addForeignPoint(filtered.value.subarray(0, ELEMENT_BYTES.g1)), filtered.value.subarray(ELEMENT_BYTES.g1)),
  );
}

/** A firewall that always draws the same. */
export function filterWithoutCoins(backend: Backend, recipient: Recipient, bytes: Uint8Array): Decoded<Uint8Array> {
  const decoded = PAPER_SCHEME.filterCiphertext(backend, recipient, bytes, seededRandomness("unused"));
  return decoded.kind === "refused" ? decoded : accept(Uint8Array.from(bytes));
}

function decompressLoosely(bytes: Uint8Array): Fp12 {
  const a = FIELD6.fromBytes(bytes);
  const one = FIELD6.ONE;
  return FIELD12.div({ c0: a, c1: one }, { c0: a, c1: FIELD6.neg(one) });
}
