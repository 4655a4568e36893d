/**
 * Devices that close boxes under a shared key: with a nonce that is drawn, drawn and hedged with the device's own secret, or
 * counted. A counted nonce is no choice, and the rest of a box follows from key, nonce and content: its ciphertext is
 * unique, as Bellare, Paterson and Rogaway (2014) ask of a scheme that resists substitution.
 */
import { AEAD_OVERHEAD } from "../../../live/crypto/aead.ts";
import { closeWithNonce, NONCE_BYTES, numberedNonce } from "../../../live/crypto/secret-box.ts";
import type { Table } from "../play/game.ts";
import type { BOX_ALGORITHMS, Device, Layout } from "./algorithms.ts";

const PLAINTEXT = new Uint8Array(32);
const LAYOUT: Layout = [
  ["nonce", NONCE_BYTES],
  ["body", PLAINTEXT.length + AEAD_OVERHEAD],
];

/** The outputs of these devices. */
export const BOX_LAYOUTS = { box: LAYOUT, "hedged-box": LAYOUT, "counter-box": LAYOUT } as const;

/** A device that closes boxes; what it leaks is the key that both sides hold. */
export function makeBoxDevice(
  algorithm: (typeof BOX_ALGORITHMS)[number],
  { randomness, scheme }: Pick<Table, "randomness" | "scheme">,
): Device {
  const secret = randomness.bytes(32);
  const close = (nonce: Uint8Array): Uint8Array => closeWithNonce(secret, nonce, PLAINTEXT, new Uint8Array());
  const device: Device = {
    algorithm,
    secretOf: () => secret,
    coinBytes: NONCE_BYTES,
    preview: (coins, part) => (part === "nonce" ? coins : undefined),
    finish: (coins) => close(coins),
  };
  switch (algorithm) {
    case "box":
      return device;
    case "hedged-box":
      return { ...device, hedge: (coins, { number }) => scheme.hedgeCoins(secret, coins, number) };
    case "counter-box":
      return { ...device, determine: ({ number }) => close(numberedNonce(number)) };
    default:
      return algorithm satisfies never;
  }
}
