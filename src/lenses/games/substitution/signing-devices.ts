/**
 * Devices that sign, and that draw signing keys. What a signer leaks is the scalar that it signs with: that is the key.
 *
 * Every output signs the next message of a numbered list that everybody knows.
 */
import { ed25519 } from "@noble/curves/ed25519.js";
import { toBytes } from "../../../live/crypto/bytes.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { drawNonce, scalarOf, shareWithNonce, signWithNonce } from "../../../live/crypto/firewall/co-signing.ts";
import { join } from "../../../live/crypto/bytes.ts";
import { makeSigningKey, sign } from "../../../live/crypto/sign.ts";
import { makeUniqueKey, signUniquely } from "../../../live/crypto/unique-signature.ts";
import { encodeScalar } from "../../../live/crypto/scalar.ts";
import type { Table } from "../play/game.ts";
import type { Device, Layout, SIGNING_ALGORITHMS, Turn } from "./algorithms.ts";

/** The context of a device's signatures. */
export const SIGNING_CONTEXT = "device";

/** The outputs of these devices. */
export const SIGNING_LAYOUTS = {
  sign: [
    ["r", 32],
    ["s", 32],
  ],
  "unique-sign": [["signature", 48]],
  "sign-keygen": [["key", 32]],
} as const satisfies Readonly<Record<string, Layout>>;

/** The message of an output. */
export function messageOf(number: number): Uint8Array {
  return toBytes(`message ${number}`);
}

/** A device that signs, or that draws a signing key. */
export function makeSigningDevice(
  algorithm: (typeof SIGNING_ALGORITHMS)[number],
  table: Pick<Table, "backend" | "randomness">,
): Device {
  const { backend, randomness } = table;
  switch (algorithm) {
    case "sign":
      return makeSigner(table);
    case "unique-sign": {
      const { secret, publicKey } = makeUniqueKey(backend, randomness);
      const make = ({ number }: Turn) => signUniquely(backend, secret, SIGNING_CONTEXT, messageOf(number));
      return {
        algorithm,
        publicKey: backend.g2.encode(publicKey),
        secretOf: () => encodeScalar(secret),
        coinBytes: 0,
        preview: () => undefined,
        finish: (_, turn) => make(turn),
        determine: make,
      };
    }
    case "sign-keygen":
      return {
        algorithm,
        secretOf: (coins) => coins,
        coinBytes: 32,
        preview: (coins) => ed25519.getPublicKey(coins),
        finish: (coins) => ed25519.getPublicKey(coins),
      };
    default:
      return algorithm satisfies never;
  }
}

function makeSigner({ randomness }: Pick<Table, "randomness">): Device {
  const key = makeSigningKey(randomness);
  return {
    algorithm: "sign",
    publicKey: key.publicKey,
    secretOf: () => scalarOf(key.secret),
    coinBytes: 64,
    preview: (coins, part) => (part === "r" ? ed25519.Point.BASE.multiply(drawNonce(coins)).toBytes() : undefined),
    finish(coins, { number, partner, share }) {
      const message = messageOf(number);
      if (partner === undefined) return signWithNonce(key, SIGNING_CONTEXT, message, coins);
      const own = shareWithNonce(key, SIGNING_CONTEXT, message, partner.commitment, coins);
      const answer = partner.answer(own.nonce);
      // With the share ignored, this is a signature with the device's nonce alone.
      if (share === "ignored") return signWithNonce(key, SIGNING_CONTEXT, message, coins);
      const sum = ed25519.Point.fromBytes(own.nonce).add(ed25519.Point.fromBytes(answer));
      return join(sum.toBytes(), expectDecoded(own.respond(answer)));
    },
    determine: ({ number, partner }) =>
      partner === undefined ? sign(key, SIGNING_CONTEXT, messageOf(number)) : undefined,
  };
}
