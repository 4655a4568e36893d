/**
 * Devices that encrypt under public keys: for an identity, or for a key of X25519; and that draw a key for it.
 *
 * The same 32 secret bytes are in every box, and are what a subverted device leaks: whoever has the coins opens it.
 */
import { x25519 } from "@noble/curves/ed25519.js";
import { AEAD_OVERHEAD } from "../../../live/crypto/aead.ts";
import { toBytes } from "../../../live/crypto/bytes.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { encryptWithExponent } from "../../../live/crypto/ibe.ts";
import { decodeScalar, ORDER, reduceToScalar } from "../../../live/crypto/scalar.ts";
import { makeSealKey, sealWithEphemeral } from "../../../live/crypto/seal.ts";
import type { Table } from "../play/game.ts";
import type { Device, Layout, SEALING_ALGORITHMS, Surroundings, Turn } from "./algorithms.ts";

/** Context that these devices bind their boxes to. */
export const BOX_CONTEXT = toBytes("device");

const CONTENT = 32;
const IBE_LAYOUT: Layout = [
  ["ephemeral", 96],
  ["body", CONTENT + AEAD_OVERHEAD],
];
const SEAL_LAYOUT: Layout = [
  ["ephemeral", 32],
  ["body", CONTENT + AEAD_OVERHEAD],
];

/** The outputs of these devices. */
export const SEALING_LAYOUTS = {
  ibe: IBE_LAYOUT,
  "hedged-ibe": IBE_LAYOUT,
  seal: SEAL_LAYOUT,
  "hedged-seal": SEAL_LAYOUT,
  "seal-keygen": [["key", 32]],
} as const satisfies Readonly<Record<string, Layout>>;

/** A device that encrypts, or that draws a key for it. */
export function makeSealingDevice(
  algorithm: (typeof SEALING_ALGORITHMS)[number],
  table: Pick<Table, "backend" | "randomness" | "scheme">,
  surroundings: Pick<Surroundings, "recipient">,
): Device {
  switch (algorithm) {
    case "ibe":
      return makeEncrypter(algorithm, table, surroundings);
    case "hedged-ibe":
      return hedgeDevice(makeEncrypter(algorithm, table, surroundings), table);
    case "seal":
      return makeSealer(algorithm, table);
    case "hedged-seal":
      return hedgeDevice(makeSealer(algorithm, table), table);
    case "seal-keygen":
      return {
        algorithm,
        secretOf: (coins) => coins,
        coinBytes: 32,
        preview: (coins) => x25519.getPublicKey(coins),
        finish: (coins) => x25519.getPublicKey(coins),
      };
    default:
      return algorithm satisfies never;
  }
}

/** The device has a secret of its own, drawn before its generator was replaced. */
function hedgeDevice(device: Device, { randomness, scheme }: Pick<Table, "randomness" | "scheme">): Device {
  const own = randomness.bytes(32);
  return { ...device, hedge: (coins, { number }) => scheme.hedgeCoins(own, coins, number) };
}

function makeEncrypter(
  algorithm: "ibe" | "hedged-ibe",
  { backend, randomness }: Pick<Table, "backend" | "randomness">,
  { recipient }: Pick<Surroundings, "recipient">,
): Device {
  const content = randomness.bytes(CONTENT);
  const show = (r: bigint): Uint8Array => backend.g2.encode(backend.g2.multiply(backend.g2.generator, r));
  return {
    algorithm,
    secretOf: () => content,
    coinBytes: 48,
    preview: (coins, part) => (part === "ephemeral" ? show(reduceToScalar(coins)) : undefined),
    finish(coins, turn) {
      const own = reduceToScalar(coins);
      const share = askPartner(turn, show(own));
      const factor = share === undefined ? 1n : expectDecoded(decodeScalar(share));
      return encryptWithExponent(backend, recipient, content, BOX_CONTEXT, (own * factor) % ORDER);
    },
  };
}

function makeSealer(algorithm: "seal" | "hedged-seal", { randomness }: Pick<Table, "randomness">): Device {
  const content = randomness.bytes(CONTENT);
  const receiver = makeSealKey(randomness).publicKey;
  return {
    algorithm,
    publicKey: receiver,
    secretOf: () => content,
    coinBytes: 32,
    preview: (coins, part) => (part === "ephemeral" ? x25519.getPublicKey(coins) : undefined),
    finish(coins, turn) {
      const share = askPartner(turn, x25519.getPublicKey(coins));
      return expectDecoded(sealWithEphemeral(receiver, content, BOX_CONTEXT, coins, share));
    },
  };
}

/** The firewall's share, where one takes part and the device heeds it. */
function askPartner({ partner, share }: Turn, shown: Uint8Array): Uint8Array | undefined {
  const answer = partner?.answer(shown);
  return share === "ignored" ? undefined : answer;
}
