/**
 * Against the delegatee: keys that are planted in its place, and what its hospital knows.
 *
 * An implementation that takes points as they come is lost to three of them; one that recomputes Q and asks for a proof
 * of the secret value takes none of their keys, or takes one that does not open the challenge.
 */
import type { G1, G2 } from "../../../live/crypto/backend.ts";
import { join } from "../../../live/crypto/bytes.ts";
import { encodeDelegateePoints } from "../../../live/crypto/pre/codec.ts";

import type { Ciphertext } from "../../../live/crypto/pre/scheme.ts";
import { drawScalar, ORDER } from "../../../live/crypto/scalar.ts";
import type { HospitalView, OutsiderView } from "../delegatee/challenger.ts";
import type { Adversary, Tools } from "../play/game.ts";
import { decide, drawMessages } from "./coin.ts";

const TARGET = "target";
const OWN_USER = "mallory";

type View = OutsiderView & Tools;

/** Adversaries of type I. */
export const OUTSIDER_ADVERSARIES: readonly Adversary<OutsiderView, 0 | 1>[] = [
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
    name: "key-replacement",
    about: "Plants P = g^z, and opens with e(Q, c1)^z: neither the hospital's secret nor the partial key is needed.",
    play(view) {
      const { g2, gt, pair } = view.curve;
      const z = drawScalar(view.randomness);
      const q = pointOf(view, TARGET);
      return plant(view, { q, p: g2.multiply(g2.generator, z) }, ({ c1, c2 }) =>
        gt.divide(c2, gt.power(pair(q, c1), z)),
      );
    },
  },
  {
    name: "own-point",
    about: "Plants the points of a user of its own, whose private key it has.",
    play(view) {
      const { secret, secretValue } = view.privateKey(OWN_USER);
      const points = { q: pointOf(view, OWN_USER), p: view.curve.g2.multiply(view.h2, secretValue) };
      return plant(view, points, (ciphertext) => view.scheme.decrypt(view.curve, ciphertext, secret));
    },
  },
  {
    name: "infinite-key",
    about: "Plants infinity, for which nothing is masked.",
    play(view) {
      return plant(view, { q: pointOf(view, TARGET), p: view.curve.g2.infinity }, ({ c2 }) => c2);
    },
  },
  {
    name: "own-secret-value",
    about: "Plants a well-formed key whose secret value it knows, and opens as far as that goes.",
    play(view) {
      const key = view.scheme.makeDelegateeKey(view.curve, view.h2, pointOf(view, TARGET), view.randomness);
      const published = view.scheme.publishKey(view.curve, TARGET, view.h2, key, view.randomness);
      const [m0, m1] = drawMessages(view);
      view.replaceKey(TARGET, published);
      const ciphertext = view.challenge(TARGET, m0, m1);
      return decide(view, view.scheme.decrypt(view.curve, ciphertext, key.secret), m0, m1);
    },
  },
  {
    name: "repeated-coins",
    about: "Looks for two ciphertexts with the same c1, whose masks are then the same.",
    play(view) {
      const { g2, gt } = view.curve;
      const [m0, m1] = drawMessages(view);
      const known = view.encrypt(TARGET, m0);
      const { c1, c2 } = view.challenge(TARGET, m0, m1);
      if (!g2.equals(known.c1, c1)) return decide(view, undefined, m0, m1);
      return decide(view, gt.divide(c2, gt.divide(known.c2, m0)), m0, m1);
    },
  },
];

/** Adversaries of type II. */
export const HOSPITAL_ADVERSARIES: readonly Adversary<HospitalView, 0 | 1>[] = [
  ...OUTSIDER_ADVERSARIES.slice(0, 1),
  {
    name: "partial-key",
    about: "Makes the target's partial key from the master secret, and opens as if there were no secret value.",
    play(view) {
      const [m0, m1] = drawMessages(view);
      const ciphertext = view.challenge(TARGET, m0, m1);
      const partial = view.curve.g1.multiply(pointOf(view, TARGET), view.masterSecret);
      return decide(view, view.scheme.decrypt(view.curve, ciphertext, partial), m0, m1);
    },
  },
  {
    name: "planting",
    about: "Plants a key although it knows the master secret: it would read everything, and forfeits every play.",
    play(view) {
      const secretValue = drawScalar(view.randomness);
      const points = { q: pointOf(view, TARGET), p: view.curve.g2.multiply(view.h2, secretValue) };
      view.replaceKey(TARGET, encodeDelegateePoints(view.curve, points));
      const [m0, m1] = drawMessages(view);
      const ciphertext = view.challenge(TARGET, m0, m1);
      const key = view.curve.g1.multiply(points.q, (view.masterSecret * secretValue) % ORDER);
      return decide(view, view.scheme.decrypt(view.curve, ciphertext, key), m0, m1);
    },
  },
];

/** Plants points in the form in which keys are published here, and opens the challenge if they were taken. */
function plant(
  view: View,
  points: { readonly q: G1; readonly p: G2 },
  open: (ciphertext: Ciphertext) => ReturnType<Tools["scheme"]["decrypt"]>,
): 0 | 1 {
  const { curve } = view;
  const bare = encodeDelegateePoints(curve, points);
  const published = view.publishedKey(TARGET);
  // Where a proof is asked for, the target's own is put behind: nobody has one for these points.
  const planted = published.length === bare.length ? bare : join(curve.g2.encode(points.p), published.subarray(96));
  const [m0, m1] = drawMessages(view);
  const answer = view.replaceKey(TARGET, planted);
  const ciphertext = view.challenge(TARGET, m0, m1);
  return decide(view, answer === "taken" ? open(ciphertext) : undefined, m0, m1);
}

function pointOf({ curve, scheme }: Tools, name: string): G1 {
  return scheme.hashIdentity(curve, { name });
}
