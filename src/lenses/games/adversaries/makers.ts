/**
 * The makers of subverted devices: each knows how its own device speaks, and listens for that.
 *
 * A device that is to be recognised says zeros only, 24 bits of them: an honest one does so once in sixteen million times.
 */
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import type { G1, GT } from "../../../live/crypto/backend.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { drawNonce } from "../../../live/crypto/firewall/co-signing.ts";
import { drawGroupMask } from "../../../live/crypto/firewall/group-mask.ts";
import { reduceToScalar } from "../../../live/crypto/scalar.ts";
import { tossCoin } from "../play/coin.ts";
import type { Adversary, Tools } from "../play/game.ts";
import type { Algorithm, Parts } from "../substitution/algorithms.ts";
import { replayCoins } from "../substitution/device.ts";
import type { ExfiltrationView, Setting } from "../substitution/exfiltration.ts";
import type { FirewallName } from "../substitution/firewalls.ts";
import { keyedCoins, readTold, type SubversionPlan } from "../substitution/subversion.ts";
import { OWNER } from "../substitution/user.ts";

type Maker = Adversary<ExfiltrationView, 0 | 1>;
type View = ExfiltrationView & Tools;

const RECOGNISED_BITS = 24;
type Bits = 1 | 2 | 4 | 8;

/** Masks that a device with few of them has. */
export const FEW_MASKS = 4;

const CHANNELS: Readonly<Record<Algorithm, readonly string[]>> = {
  enc: ["c1"],
  rekey: ["rk1", "rk2"],
  "group-rekey": ["rk1"],
  keygen: ["h"],
  box: ["nonce"],
  "hedged-box": [],
  "counter-box": ["nonce"],
  sign: ["r"],
  "unique-sign": [],
  "sign-keygen": ["key"],
  ibe: ["ephemeral"],
  "hedged-ibe": [],
  seal: ["ephemeral"],
  "hedged-seal": [],
  "seal-keygen": ["key"],
};

/** Bits for each output, with and without a memory of how many were told; where there are fewest of them, one. */
const REJECTED: Readonly<Partial<Record<Algorithm, readonly [stateful: readonly Bits[], stateless: readonly Bits[]]>>> =
  {
    enc: [[1, 4], [1]],
    box: [
      [1, 2, 4, 8],
      [1, 2, 4, 8],
    ],
    sign: [[1, 4], [4]],
  };

/** The part of an output that follows from coins alone. */
interface Following {
  readonly part: string;
  /** Bytes of the device's coins. */
  readonly coins: number;
  readonly follow: (view: View, coins: Uint8Array) => Uint8Array;
}

const powerOfG2 = ({ curve: { g2 } }: View, coins: Uint8Array): Uint8Array =>
  g2.encode(g2.multiply(g2.generator, reduceToScalar(coins.subarray(0, 48))));
const NONCE_ITSELF: Following = { part: "nonce", coins: 24, follow: (_, coins) => coins };
const EPHEMERAL: Following = { part: "ephemeral", coins: 48, follow: powerOfG2 };
const MONTGOMERY: Following = { part: "ephemeral", coins: 32, follow: (_, coins) => x25519.getPublicKey(coins) };

const FOLLOWING: Readonly<Record<Algorithm, Following | undefined>> = {
  enc: { part: "c1", coins: 48, follow: powerOfG2 },
  rekey: { part: "rk2", coins: 96, follow: (view, coins) => powerOfG2(view, coins.subarray(48)) },
  "group-rekey": {
    part: "rk2",
    coins: 96,
    follow: ({ curve: { g1 } }, coins) => g1.encode(g1.multiply(g1.generator, reduceToScalar(coins.subarray(48)))),
  },
  keygen: { part: "h", coins: 48, follow: powerOfG2 },
  box: NONCE_ITSELF,
  "hedged-box": NONCE_ITSELF,
  "counter-box": NONCE_ITSELF,
  sign: { part: "r", coins: 64, follow: (_, coins) => ed25519.Point.BASE.multiply(drawNonce(coins)).toBytes() },
  // Nothing is drawn, and nothing can be followed.
  "unique-sign": undefined,
  "sign-keygen": { part: "key", coins: 32, follow: (_, coins) => ed25519.getPublicKey(coins) },
  ibe: EPHEMERAL,
  "hedged-ibe": EPHEMERAL,
  seal: MONTGOMERY,
  "hedged-seal": MONTGOMERY,
  "seal-keygen": { part: "key", coins: 32, follow: (_, coins) => x25519.getPublicKey(coins) },
};

/** The makers who play in a setting. */
export function listMakers({ algorithm, firewall, observer }: Setting): readonly Maker[] {
  return [
    GUESSING,
    ...CHANNELS[algorithm].flatMap((part) => listRejecting(algorithm, part)),
    ...(FOLLOWING[algorithm] === undefined ? [] : listFollowing(algorithm, firewall)),
    ...(algorithm === "enc" ? [NEGATING] : []),
    ...(algorithm === "unique-sign" ? [MOVING_SIGNATURE] : []),
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
  const [stateful, stateless] = REJECTED[algorithm] ?? [[1], []];
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

/** Those who know the device's coins: by a substituted algorithm, or a generator; and what they do about a firewall. */
function listFollowing(algorithm: Algorithm, firewall: FirewallName): readonly Maker[] {
  const isHedged = algorithm.startsWith("hedged-");
  const takesPart = firewall === "co-signing" || firewall === "co-drawing";
  const part = FOLLOWING[algorithm]?.part ?? "";
  return [
    ...(isHedged ? [] : [makeFollowing(algorithm, "keyed-coins")]),
    makeFollowing(algorithm, "keyed-source"),
    ...(takesPart ? [makeFollowing(algorithm, "ignored-share"), makeRestarting(part)] : []),
  ];
}

const FOLLOWING_WORDS = {
  "keyed-coins": "Takes all coins from a keyed function, and computes a part of the output from them.",
  "keyed-source": "Replaces the generator with a keyed function, leaves the code, and computes a part of the output.",
  "ignored-share": "Takes all coins from a keyed function, and leaves the firewall's share out.",
} as const;

/** Computes the device's coins itself, and what follows from them. */
function makeFollowing(algorithm: Algorithm, kind: keyof typeof FOLLOWING_WORDS): Maker {
  return {
    name: kind,
    about: FOLLOWING_WORDS[kind],
    play(view) {
      const following = FOLLOWING[algorithm];
      if (following === undefined) return 0;
      view.subvert({ kind });
      const seen = view.next()[following.part] ?? new Uint8Array();
      const drawn = keyedCoins(view.key, 0, following.coins);
      // Hedged with everything but the secret: whoever hedges without one gains nothing.
      const coins = algorithm.startsWith("hedged-") ? view.scheme.hedgeCoins(new Uint8Array(), drawn, 0) : drawn;
      return sameText(seen, following.follow(view, coins)) ? 1 : 0;
    },
  };
}

/** Begins an output again until what it makes together with the firewall says zeros. */
function makeRestarting(part: string): Maker {
  return {
    name: "restarting",
    about: "Begins again until what it makes with the firewall says 4 bits; listens for them.",
    play({ key, subvert, next }) {
      subvert({ kind: "restarting", part, bits: 4 });
      const plan = { bits: 4, state: "stateful" } as const;
      for (let heard = 0; heard < RECOGNISED_BITS; heard += 4) {
        if (readTold(plan, key, next()[part] ?? new Uint8Array(), 256).value !== 0) return 0;
      }
      return 1;
    },
  };
}

const MOVING_SIGNATURE: Maker = {
  name: "foreign-point",
  about: "Adds a point of order three to a unique signature, which a pairing does not see.",
  play({ subvert, next, curve }) {
    subvert({ kind: "foreign-point" });
    return curve.g1.decode(next()["signature"] ?? new Uint8Array()).kind === "refused" ? 1 : 0;
  },
};

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

function knownCoins({ key }: { readonly key: Uint8Array }): readonly Uint8Array[] {
  return Array.from({ length: FEW_MASKS }, (_, number) => keyedCoins(key, number, 48));
}

/** The masks that a device with few of them has. */
export function knownMasks({ key, scheme, curve }: Tools & { readonly key: Uint8Array }): readonly GT[] {
  return knownCoins({ key }).map((coins) => scheme.drawElement(curve, replayCoins(coins)));
}

/** Reports whether this is the owner's private key. */
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
