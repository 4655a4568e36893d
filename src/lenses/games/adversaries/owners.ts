/** Against owners in ways of their own: collusion for the private key, forged grants, foreign headers. */
import type { G1, G2, GT, Scalar } from "../../../live/crypto/backend.ts";
import { toBytes } from "../../../live/crypto/bytes.ts";
import type { GroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import type { TwiceMaskedReKey } from "../../../live/crypto/firewall/second-mask.ts";
import { drawScalar } from "../../../live/crypto/scalar.ts";
import { type CollusionView, TARGET } from "../collusion/challenger.ts";
import type { FirewalledView, PlantingView } from "../collusion/firewalled.ts";
import type { Adversary, Tools } from "../play/game.ts";
import type { RecordView, Relabelled } from "../record/challenger.ts";

const GUESSING: Adversary<object, G1> = {
  name: "guessing",
  about: "Names a point.",
  play: ({ curve, scheme, randomness }) => scheme.hashMask(curve, scheme.drawElement(curve, randomness)),
};

/** Adversaries of collusion safety. */
export const COLLUSION_ADVERSARIES: readonly Adversary<CollusionView, G1>[] = [
  GUESSING,
  {
    name: "dividing",
    about: "Reads the mask as a delegatee can, and divides the re-encryption key's first part, H2(X)/sk, out of H2(X).",
    play(view) {
      const rekey = view.rekey(TARGET, "colluder");
      const mask = readMask(view, rekey.rk2, rekey.rk3, view.corrupt("colluder").secret);
      return view.scheme.recoverOwnerKey(view.curve, rekey, mask);
    },
  },
];

/** Adversaries of keys with a second mask. */
export const SECOND_MASK_ADVERSARIES: readonly Adversary<FirewalledView<TwiceMaskedReKey>, G1>[] = [
  GUESSING,
  {
    name: "dividing",
    about: "Reads both masks as a delegatee can, and divides the first part of the key out of their hashes.",
    play(view) {
      const { curve, scheme } = view;
      const { second, ...rekey } = view.rekey("colluder");
      const { secret } = view.corrupt("colluder");
      const added = readMask(view, second.ephemeral, second.blinded, secret);
      const rk1 = curve.g1.subtract(rekey.rk1, scheme.hashMask(curve, added));
      return scheme.recoverOwnerKey(curve, { ...rekey, rk1 }, readMask(view, rekey.rk2, rekey.rk3, secret));
    },
  },
];

/** Adversaries of keys with a point as mask. */
export const GROUP_MASK_ADVERSARIES: readonly Adversary<FirewalledView<GroupReKey>, G1>[] = [
  GUESSING,
  {
    name: "dividing",
    about: "Reads the point as a delegatee can, and divides the first part of the key, point/sk, out of it.",
    play: (view) => divideGroupMask(view, view.rekey("colluder"), view.corrupt("colluder").secretValue),
  },
];

/** Adversaries that plant keys where a point is the mask. */
export const PLANTING_ADVERSARIES: readonly Adversary<PlantingView, G1>[] = [
  GUESSING,
  {
    name: "own-secret-value",
    about: "Plants W = g1^z, reads the point with z, and divides the first part of the key out of it.",
    play(view) {
      const { g1 } = view.curve;
      const z = drawScalar(view.randomness);
      return divideGroupMask(view, view.rekeyFor(g1.multiply(g1.generator, z)), z);
    },
  },
];

function readMask({ curve, scheme }: Tools, c3: G2, c4: GT, secret: G1): GT {
  return scheme.recoverMask(curve, { c1: c3, c2: c4, c3, c4 }, secret);
}

function divideGroupMask({ curve: { g1 } }: Tools, { rk1, rk2, rk3 }: GroupReKey, secretValue: Scalar): G1 {
  return g1.subtract(g1.subtract(rk3, g1.multiply(rk2, secretValue)), rk1);
}

/** Adversaries of a record's header. */
export const RECORD_ADVERSARIES: readonly Adversary<RecordView, Relabelled>[] = [
  {
    name: "relabelling",
    about: "Shows the body under another header.",
    play: ({ seal }) => ({ header: "of another patient", body: seal("of this patient", toBytes("a result")).body }),
  },
  {
    name: "altering",
    about: "Shows the body, one bit of it changed, under another header.",
    play({ seal }) {
      const body = Uint8Array.from(seal("of this patient", toBytes("a result")).body);
      body[0] = (body[0] ?? 0) ^ 1;
      return { header: "of another patient", body };
    },
  },
];
