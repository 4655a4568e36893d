/**
 * Against the delegator: what the algebra of the scheme offers without a forbidden query. None of it helps against the
 * scheme as it is; each one wins at once where the implementation is careless in the way that it looks for.
 */
import { prepare } from "../../../live/crypto/pre/recipient.ts";
import type { DelegatorView, HonestReencryptionView } from "../delegator/challenger.ts";
import type { Adversary, Tools } from "../play/game.ts";
import { decide, drawMessages } from "./coin.ts";
import type { G1, G2, GT } from "../../../live/crypto/backend.ts";

const TARGET = "target";
/** Exponents that are tried: a counter does not get far in one play. */
const SMALL = 32n;

type View = DelegatorView & Tools;

/** Adversaries of IND-PrID-CPA. */
export const DELEGATOR_ADVERSARIES: readonly Adversary<DelegatorView, 0 | 1>[] = [
  {
    name: "guessing",
    about: "Tosses a coin.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      view.challenge(TARGET, m0, m1);
      return decide(view, undefined, m0, m1);
    },
  },
  {
    name: "repeated-coins",
    about: "Looks for two ciphertexts with the same c1, whose masks are then the same.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      const known = view.encrypt(TARGET, m0).ciphertext;
      const { ciphertext } = view.challenge(TARGET, m0, m1);
      if (!view.curve.g2.equals(known.c1, ciphertext.c1)) return decide(view, undefined, m0, m1);
      const mask = view.curve.gt.divide(known.c2, m0);
      return decide(view, view.curve.gt.divide(ciphertext.c2, mask), m0, m1);
    },
  },
  {
    name: "small-coins",
    about: "Looks for the exponent of c1 among small numbers.",
    play(view) {
      const { g2, gt } = view.curve;
      const [m0, m1] = drawMessages(view);
      const { ciphertext } = view.challenge(TARGET, m0, m1);
      let power = g2.generator;
      for (let exponent = 1n; exponent <= SMALL; exponent++) {
        if (g2.equals(power, ciphertext.c1)) {
          const mask = prepare(view.curve, pointOf(view), view.h1).blind(exponent);
          return decide(view, gt.divide(ciphertext.c2, mask), m0, m1);
        }
        power = g2.add(power, g2.generator);
      }
      return decide(view, undefined, m0, m1);
    },
  },
  {
    name: "small-masks",
    about: "Looks for the mask of a re-encryption key among small powers, and divides the owner's key out.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      const { ciphertext } = view.challenge(TARGET, m0, m1);
      const { rk1 } = view.rekey(TARGET, "reader");
      const { gt } = view.curve;
      let mask: GT = gt.generator;
      for (let exponent = 1n; exponent <= 4n; exponent++) {
        const key = view.scheme.recoverOwnerKey(view.curve, { rk1 }, mask);
        if (isOwnerKey(view, key)) return decide(view, view.scheme.decrypt(view.curve, ciphertext, key), m0, m1);
        mask = gt.multiply(mask, gt.generator);
      }
      return decide(view, undefined, m0, m1);
    },
  },
  {
    name: "similar-name",
    about: "Asks for the keys of owners whose names resemble the target's, and tries them.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      const { ciphertext } = view.challenge(TARGET, m0, m1);
      for (const name of ["Target", "target ", "targets"]) {
        const opened = view.scheme.decrypt(view.curve, ciphertext, view.extract(name));
        if (view.curve.gt.equals(opened, m0) || view.curve.gt.equals(opened, m1)) return decide(view, opened, m0, m1);
      }
      return decide(view, undefined, m0, m1);
    },
  },
];

/** Adversaries of the game with honest re-encryption. */
export const HONEST_REENCRYPTION_ADVERSARIES: readonly Adversary<HonestReencryptionView, 0 | 1>[] = [
  ...DELEGATOR_ADVERSARIES.slice(0, 2),
  {
    name: "mask-of-another",
    about:
      "Learns the mask behind a conversion for a corrupted delegatee, and tries it on another's re-encryption key.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      const { ciphertext } = view.challenge(TARGET, m0, m1);
      const { secret } = view.corrupt("corrupted");
      const converted = view.reencrypt(view.encrypt(TARGET, m0).number, "corrupted");
      const mask = view.scheme.recoverMask(view.curve, converted, secret);
      const key = view.scheme.recoverOwnerKey(view.curve, view.rekey(TARGET, "reader"), mask);
      return decide(view, view.scheme.decrypt(view.curve, ciphertext, key), m0, m1);
    },
  },
  {
    name: "quotient-of-conversions",
    about: "Divides a converted ciphertext by the original, and takes the quotient off the challenge.",
    play(view) {
      const { gt } = view.curve;
      const [m0, m1] = drawMessages(view);
      const { ciphertext } = view.challenge(TARGET, m0, m1);
      const known = view.encrypt(TARGET, m0);
      const { c2 } = view.reencrypt(known.number, "corrupted");
      const factor = gt.divide(c2, known.ciphertext.c2);
      return decide(view, gt.multiply(ciphertext.c2, factor), m0, m1);
    },
  },
];

function pointOf({ curve, scheme }: Tools): G1 {
  return scheme.hashIdentity(curve, { name: TARGET });
}

/** Reports whether this is the private key of the target. */
function isOwnerKey(view: View, key: G1): boolean {
  const { pair, g2, gt } = view.curve;
  const h1: G2 = view.h1;
  return gt.equals(pair(key, g2.generator), pair(pointOf(view), h1));
}
