/** The makers of subverted devices who want the secret itself. */
import { reduceToScalar, encodeScalar } from "../../../live/crypto/scalar.ts";
import type { Adversary } from "../play/game.ts";
import { type Algorithm, replayCoins } from "../substitution/device.ts";
import type { KeyRecoveryView } from "../substitution/key-recovery.ts";
import { keyedCoins, readTold, type SubversionPlan } from "../substitution/subversion.ts";
import { FEW_MASKS, isOwnerKey, knownMasks, readPoint } from "./makers.ts";

type Recoverer = Adversary<KeyRecoveryView, Uint8Array>;

/** Bytes of the secret that a device of an algorithm has. */
const SECRET_BYTES: Readonly<Record<Algorithm, number>> = {
  enc: 48,
  rekey: 48,
  "group-rekey": 48,
  keygen: 32,
  box: 32,
};

/** The recoverers who play on an algorithm. */
export function listRecoverers(algorithm: Algorithm): readonly Recoverer[] {
  const bytes = SECRET_BYTES[algorithm];
  switch (algorithm) {
    case "enc":
      return [
        makeListener("c1", 1, "stateful", bytes),
        makeListener("c1", 2, "stateful", bytes),
        makeListener("c1", 4, "stateful", bytes),
        makeListener("c1", 1, "stateless", bytes),
      ];
    case "rekey":
      return [makeListener("rk2", 4, "stateful", bytes), makeListener("rk2", 8, "stateful", bytes), KEYED_REKEY, FEW];
    case "group-rekey":
      return [makeListener("rk1", 4, "stateful", bytes)];
    case "keygen":
      return [KEYED_SETUP];
    case "box":
      return [NONCE, makeListener("nonce", 8, "stateful", bytes), makeListener("nonce", 1, "stateless", bytes)];
    default:
      return algorithm satisfies never;
  }
}

/** Puts the secret together from what it hears. */
function makeListener(part: string, bits: 1 | 2 | 4 | 8, state: "stateful" | "stateless", bytes: number): Recoverer {
  const plan: SubversionPlan = { kind: "rejection", part, bits, state, payload: "secret" };
  return {
    name: `rejection-${part}-${bits}${state === "stateless" ? "-stateless" : ""}`,
    about: `Hears ${bits === 1 ? "a bit" : `${bits} bits`} of the secret in every ${part}, until it has all of them.`,
    play({ key, outputs, subvert, next }) {
      subvert(plan);
      const secret = new Uint8Array(bytes);
      const heard = new Set<number>();
      for (let i = 0; i < outputs && heard.size < (bytes * 8) / bits; i++) {
        const { value, position = (i * bits) % (bytes * 8) } = readTold(
          plan,
          key,
          next()[part] ?? new Uint8Array(),
          bytes * 8,
        );
        heard.add(position);
        secret[position >> 3] = (secret[position >> 3] ?? 0) | (value << (8 - bits - (position & 7)));
      }
      return secret;
    },
  };
}

const KEYED_REKEY: Recoverer = {
  name: "keyed-coins",
  about: "Takes the mask X from a keyed function, and divides it out of a single re-encryption key.",
  play(view) {
    view.subvert({ kind: "keyed-coins" });
    const rk1 = readPoint(view, view.next()["rk1"]);
    const mask = view.scheme.drawElement(view.curve, replayCoins(keyedCoins(view.key, 0, 96)));
    return view.curve.g1.encode(view.scheme.recoverOwnerKey(view.curve, { rk1 }, mask));
  },
};

const FEW: Recoverer = {
  name: "few-masks",
  about: `Takes the mask X from ${FEW_MASKS}, and tries each on a single re-encryption key.`,
  play(view) {
    view.subvert({ kind: "few-masks", masks: FEW_MASKS });
    const rk1 = readPoint(view, view.next()["rk1"]);
    const keys = knownMasks(view).map((mask) => view.scheme.recoverOwnerKey(view.curve, { rk1 }, mask));
    return view.curve.g1.encode(keys.find((key) => isOwnerKey(view, key)) ?? rk1);
  },
};

const KEYED_SETUP: Recoverer = {
  name: "keyed-coins",
  about: "Takes the master secret from a keyed function.",
  play({ key, subvert, next }) {
    subvert({ kind: "keyed-coins" });
    next();
    return encodeScalar(reduceToScalar(keyedCoins(key, 0, 48)));
  },
};

const NONCE: Recoverer = {
  name: "telling-nonce",
  about: "Reads the key of a box out of its nonces, 24 bytes each.",
  play({ key, outputs, subvert, next }) {
    subvert({ kind: "telling-nonce" });
    const secret = new Uint8Array(32);
    for (let i = 0; i < Math.min(outputs, 4); i++) {
      const nonce = next()["nonce"] ?? new Uint8Array();
      const pad = keyedCoins(key, i, 24);
      nonce.forEach((byte, at) => {
        secret[(i * 24 + at) % 32] = byte ^ (pad[at] ?? 0);
      });
    }
    return secret;
  },
};
