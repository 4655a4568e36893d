/** The makers of subverted devices who want the secret itself. */
import { ed25519, x25519 } from "@noble/curves/ed25519.js";
import { bytesToNumberLE, numberToBytesLE } from "@noble/curves/utils.js";
import { deriveKey, openOnce } from "../../../live/crypto/aead.ts";
import { challengeOf, drawNonce } from "../../../live/crypto/firewall/co-signing.ts";
import { address } from "../../../live/crypto/pre/recipient.ts";
import { framed } from "../../../live/crypto/sign.ts";
import { TAGS } from "../../../live/crypto/tags.ts";
import { reduceToScalar, encodeScalar } from "../../../live/crypto/scalar.ts";
import type { Adversary } from "../play/game.ts";
import type { Algorithm } from "../substitution/algorithms.ts";
import { replayCoins } from "../substitution/device.ts";
import type { KeyRecoveryView } from "../substitution/key-recovery.ts";
import { BOX_CONTEXT } from "../substitution/sealing-devices.ts";
import { messageOf, SIGNING_CONTEXT } from "../substitution/signing-devices.ts";
import { OWNER } from "../substitution/user.ts";
import { keyedCoins, readTold, type SubversionPlan } from "../substitution/subversion.ts";
import { FEW_MASKS, isOwnerKey, knownMasks, readPoint } from "./makers.ts";

type Recoverer = Adversary<KeyRecoveryView, Uint8Array>;

/** Bytes of the secret of an owner; every other secret here has 32. */
const OWNER_KEY_BYTES = 48;
const SECRET_BYTES = 32;

/** The recoverers who play on an algorithm. */
export function listRecoverers(algorithm: Algorithm): readonly Recoverer[] {
  const bytes = OWNER_KEY_BYTES;
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
      return [
        NONCE,
        makeListener("nonce", 8, "stateful", SECRET_BYTES),
        makeListener("nonce", 1, "stateless", SECRET_BYTES),
      ];
    case "sign":
      return [KEYED_SIGNATURE, makeListener("r", 4, "stateful", SECRET_BYTES)];
    case "ibe":
      return [KEYED_ENCRYPTION];
    case "seal":
      return [KEYED_BOX, makeListener("ephemeral", 4, "stateful", SECRET_BYTES)];
    case "sign-keygen":
    case "seal-keygen":
      return [KEYED_GENERATION];
    case "unique-sign":
    case "hedged-ibe":
    case "hedged-seal":
    case "hedged-box":
    case "counter-box":
      return [];
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

const KEYED_GENERATION: Recoverer = {
  name: "keyed-coins",
  about: "Takes the secret key from a keyed function.",
  play({ key, subvert, next }) {
    subvert({ kind: "keyed-coins" });
    next();
    return keyedCoins(key, 0, 32);
  },
};

const KEYED_SIGNATURE: Recoverer = {
  name: "keyed-coins",
  about: "Takes the nonce from a keyed function, and solves one signature for the key.",
  play({ key, deviceKey, subvert, next }) {
    subvert({ kind: "keyed-coins" });
    const { r = new Uint8Array(), s = new Uint8Array() } = next();
    const { Fn } = ed25519.Point;
    const challenge = challengeOf(r, deviceKey, framed(SIGNING_CONTEXT, messageOf(0)));
    const scalar = Fn.div(Fn.sub(bytesToNumberLE(s), drawNonce(keyedCoins(key, 0, 64))), challenge);
    return numberToBytesLE(scalar, 32);
  },
};

const KEYED_ENCRYPTION: Recoverer = {
  name: "keyed-coins",
  about: "Takes the exponent from a keyed function, and opens one ciphertext with it.",
  play({ curve, scheme, h1, key, subvert, next }) {
    subvert({ kind: "keyed-coins" });
    const { ephemeral = new Uint8Array(), body = new Uint8Array() } = next();
    const recipient = address(curve, scheme.hashIdentity(curve, { name: OWNER }), h1);
    const shared = curve.gt.encodeRaw(recipient.blind(reduceToScalar(keyedCoins(key, 0, 48))));
    const opened = openOnce(deriveKey(shared, TAGS.identityEncryption, ephemeral, BOX_CONTEXT), body, BOX_CONTEXT);
    return opened.kind === "decoded" ? opened.value : body;
  },
};

const KEYED_BOX: Recoverer = {
  name: "keyed-coins",
  about: "Takes the ephemeral key from a keyed function, and opens one box with it.",
  play({ deviceKey, key, subvert, next }) {
    subvert({ kind: "keyed-coins" });
    const { ephemeral = new Uint8Array(), body = new Uint8Array() } = next();
    const shared = x25519.getSharedSecret(keyedCoins(key, 0, 32), deviceKey);
    const opened = openOnce(deriveKey(shared, TAGS.seal, ephemeral, deviceKey, BOX_CONTEXT), body, BOX_CONTEXT);
    return opened.kind === "decoded" ? opened.value : body;
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
