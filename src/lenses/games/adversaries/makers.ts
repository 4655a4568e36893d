/**
 * The makers of subverted devices: each knows how its own device speaks, and listens for that.
 *
 * A device that is to be recognised says zeros only, 24 bits of them: an honest one does so once in sixteen million times.
 */
import type { G1, GT } from "../../../live/crypto/backend.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { drawGroupMask } from "../../../live/crypto/firewall/group-mask.ts";
import { reduceToScalar } from "../../../live/crypto/scalar.ts";
import { tossCoin } from "../play/coin.ts";
import type { Adversary, Tools } from "../play/game.ts";
import type { Algorithm, Parts } from "../substitution/device.ts";
import { replayCoins } from "../substitution/device.ts";
import type { ExfiltrationView, Setting } from "../substitution/exfiltration.ts";
import { keyedCoins, readTold, type SubversionPlan } from "../substitution/subversion.ts";
import { OWNER } from "../substitution/user.ts";

type Maker = Adversary<ExfiltrationView, 0 | 1>;
type View = ExfiltrationView & Tools;

const RECOGNISED_BITS = 24;
type Bits = 1 | 2 | 4 | 8;

/** Masks that a device with few of them has. */
export const FEW_MASKS = 4;

/** The part of an output that follows from coins alone, and how. */
const FOLLOWING: Readonly<Record<Algorithm, { readonly part: string; readonly draw: number }>> = {
  enc: { part: "c1", draw: 0 },
  rekey: { part: "rk2", draw: 1 },
  "group-rekey": { part: "rk2", draw: 1 },
  keygen: { part: "h", draw: 0 },
  box: { part: "nonce", draw: 0 },
};

const CHANNELS: Readonly<Record<Algorithm, readonly string[]>> = {
  enc: ["c1"],
  rekey: ["rk1", "rk2"],
  "group-rekey": ["rk1"],
  keygen: ["h"],
  box: ["nonce"],
};

/** Bits for each output, with and without a memory of how many were told. */
const REJECTED: Readonly<Record<Algorithm, readonly [stateful: readonly Bits[], stateless: readonly Bits[]]>> = {
  enc: [[1, 4], [1]],
  rekey: [[1], []],
  "group-rekey": [[1], []],
  keygen: [[1], []],
  box: [
    [1, 2, 4, 8],
    [1, 2, 4, 8],
  ],
};

/** The makers who play in a setting. */
export function listMakers({ algorithm, observer }: Setting): readonly Maker[] {
  return [
    GUESSING,
    ...CHANNELS[algorithm].flatMap((part) => listRejecting(algorithm, part)),
    makeKeyed(algorithm),
    ...(algorithm === "enc" ? [NEGATING] : []),
    ...(algorithm === "rekey" && observer === "outsider" ? [FEW_MASKS_BY_KEY, MOVING] : []),
    ...((algorithm === "rekey" || algorithm === "group-rekey") && observer === "delegatee"
      ? [makeMaskReader(algorithm)]
      : []),
  ];
}

const GUESSING: Maker = {
  name: "guessing",
  about: "Tosses a coin.",
  play(view) {
    view.subvert({ kind: "keyed-coins" });
    return tossCoin(view.randomness);
  },
};

/** A nonce costs nothing to draw again; where each try costs a power in a group, fewer of them are shipped. */
function listRejecting(algorithm: Algorithm, part: string): readonly Maker[] {
  const [stateful, stateless] = REJECTED[algorithm];
  return [
    ...stateful.map((bits) => makeRejecting(part, bits, "stateful")),
    ...stateless.map((bits) => makeRejecting(part, bits, "stateless")),
  ];
}

/** Listens to one part. */
function makeRejecting(part: string, bits: Bits, state: "stateful" | "stateless"): Maker {
  const plan: SubversionPlan = { kind: "rejection", part, bits, state, payload: "zeros" };
  return {
    name: `rejection-${part}-${bits}${state === "stateless" ? "-stateless" : ""}`,
    about: `Draws coins again until a keyed function of ${part} says ${bits === 1 ? "a bit" : `${bits} bits`}; listens for it.`,
    play({ key, subvert, next }) {
      subvert(plan);
      for (let heard = 0; heard < RECOGNISED_BITS; heard += bits) {
        if (readTold(plan, key, next()[part] ?? new Uint8Array(), 256).value !== 0) return 0;
      }
      return 1;
    },
  };
}

/** Computes the device's coins itself, and what follows from them. */
function makeKeyed(algorithm: Algorithm): Maker {
  const { part, draw } = FOLLOWING[algorithm];
  return {
    name: "keyed-coins",
    about: `Takes all coins from a keyed function, and computes ${part} from them.`,
    play(view) {
      view.subvert({ kind: "keyed-coins" });
      const seen = view.next()[part] ?? new Uint8Array();
      const coins = keyedCoins(view.key, 0, algorithm === "box" ? 24 : 96).subarray(draw * 48);
      return sameText(seen, follow(view, algorithm, coins)) ? 1 : 0;
    },
  };
}

const NEGATING: Maker = {
  name: "negated-element",
  about: "Sends -c2, which is not in GT but looks like an element.",
  play({ subvert, next, curve }) {
    subvert({ kind: "negated-element" });
    const decoded = curve.gt.decode(next()["c2"] ?? new Uint8Array());
    return decoded.kind === "refused" ? 1 : 0;
  },
};

const MOVING: Maker = {
  name: "foreign-point",
  about: "Adds a point of order three to rk1, which changes nothing for those who only pair it.",
  play({ subvert, next, curve }) {
    subvert({ kind: "foreign-point" });
    const decoded = curve.g1.decode(next()["rk1"] ?? new Uint8Array());
    return decoded.kind === "refused" ? 1 : 0;
  },
};

const FEW_MASKS_BY_KEY: Maker = {
  name: "few-masks",
  about: "Takes X from a few that it knows, divides each out of rk1, and recognises the owner's key.",
  play(view) {
    view.subvert({ kind: "few-masks", masks: FEW_MASKS });
    const rk1 = readPoint(view, view.next()["rk1"]);
    const found = knownMasks(view).some((mask) =>
      isOwnerKey(view, view.scheme.recoverOwnerKey(view.curve, { rk1 }, mask)),
    );
    return found ? 1 : 0;
  },
};

/** As the delegatee: compares the mask that it opens with those that it knows. */
function makeMaskReader(algorithm: "rekey" | "group-rekey"): Maker {
  return {
    name: "few-masks-seen",
    about: "Takes X from a few that it knows, and recognises it where the delegatee opens it.",
    play(view) {
      view.subvert({ kind: "few-masks", masks: FEW_MASKS });
      const seen = view.next()["mask"] ?? new Uint8Array();
      const known =
        algorithm === "rekey"
          ? knownMasks(view).map((mask) => view.curve.gt.encodeRaw(mask))
          : knownCoins(view).map((coins) => view.curve.g1.encode(drawGroupMask(view.curve, replayCoins(coins))));
      return known.some((mask) => sameText(mask, seen)) ? 1 : 0;
    },
  };
}

function follow({ curve }: View, algorithm: Algorithm, coins: Uint8Array): Uint8Array {
  if (algorithm === "box") return coins.subarray(0, 24);
  const exponent = reduceToScalar(coins.subarray(0, 48));
  const { g1, g2 } = curve;
  return algorithm === "group-rekey"
    ? g1.encode(g1.multiply(g1.generator, exponent))
    : g2.encode(g2.multiply(g2.generator, exponent));
}

function knownCoins({ key }: { readonly key: Uint8Array }): readonly Uint8Array[] {
  return Array.from({ length: FEW_MASKS }, (_, number) => keyedCoins(key, number, 48));
}

/** The masks that a device with few of them has. */
export function knownMasks({ key, scheme, curve }: Tools & { readonly key: Uint8Array }): readonly GT[] {
  return knownCoins({ key }).map((coins) => scheme.drawElement(curve, replayCoins(coins)));
}

/** Whether this is the owner's private key. */
export function isOwnerKey({ curve, scheme, h1 }: Tools & Pick<ExfiltrationView, "h1">, key: G1): boolean {
  const point = scheme.hashIdentity(curve, { name: OWNER });
  return curve.gt.equals(curve.pair(key, curve.g2.generator), curve.pair(point, h1));
}

/** A point out of an output. */
export function readPoint({ curve }: Tools, bytes: Parts[string] | undefined): G1 {
  return expectDecoded(curve.g1.decode(bytes ?? new Uint8Array()));
}

function sameText(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
