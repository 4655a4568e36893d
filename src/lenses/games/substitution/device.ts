/**
 * A device that runs one randomised algorithm for a user again and again: what a substitution replaces.
 *
 * Its coins are bytes, so a subverted device chooses them; `preview` computes one part of the output from the coins alone,
 * which is all that trying many coins costs. Outputs leave as bytes, and `split` says which bytes are which part.
 */
import type { Backend, G1, GT } from "../../../live/crypto/backend.ts";
import { cut } from "../../../live/crypto/bytes.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { drawGroupMask, encodeGroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import { ELEMENT_BYTES, encodeCiphertext, encodeReKey } from "../../../live/crypto/pre/codec.ts";
import type { DelegateeKey } from "../../../live/crypto/pre/keys.ts";
import type { Recipient } from "../../../live/crypto/pre/recipient.ts";
import { AEAD_OVERHEAD } from "../../../live/crypto/aead.ts";
import { closeWithNonce } from "../../../live/crypto/secret-box.ts";
import type { Randomness } from "../../../live/crypto/randomness.ts";
import { encodeScalar, reduceToScalar } from "../../../live/crypto/scalar.ts";
import type { Table } from "../play/game.ts";

/** The randomised algorithms: Enc, ReKey, ReKey with a point as mask, key generation, and a box under a shared key. */
export const ALGORITHMS = ["enc", "rekey", "group-rekey", "keygen", "box"] as const;
/** The name of one. */
export type Algorithm = (typeof ALGORITHMS)[number];

/** An output, part by part. */
export type Parts = Readonly<Record<string, Uint8Array>>;

/** The device of one user. */
export interface Device {
  readonly algorithm: Algorithm;
  /** Chooses the secret that a subverted device leaks: the owner's private key, the box's key, or the master secret it drew. */
  secretOf(coins: Uint8Array): Uint8Array;
  readonly coinBytes: number;
  /** One part of the output for these coins; undefined: it costs the whole output. */
  preview(coins: Uint8Array, part: string): Uint8Array | undefined;
  finish(coins: Uint8Array): Uint8Array;
}

/** Who stands at both ends of the device's outputs. */
export interface Surroundings {
  readonly ownerKey: G1;
  readonly recipient: Recipient;
  readonly delegateeRecipient: Recipient;
  readonly delegateeKey: DelegateeKey;
}

const { g1: G1_BYTES, g2: G2_BYTES, gt: GT_BYTES } = ELEMENT_BYTES;
/** Bytes from which a scalar is drawn. */
const DRAW = 48;
const NONCE = 24;
const BOX_PLAINTEXT = new Uint8Array(32);

/** The names and lengths of the parts of an output, in order. */
const LAYOUT: Readonly<Record<string, readonly (readonly [part: string, bytes: number])[]>> = {
  enc: [
    ["c1", G2_BYTES],
    ["c2", GT_BYTES],
  ],
  rekey: [
    ["rk1", G1_BYTES],
    ["rk2", G2_BYTES],
    ["rk3", GT_BYTES],
  ],
  "rekey, twice masked": [
    ["rk1", G1_BYTES],
    ["rk2", G2_BYTES],
    ["rk3", GT_BYTES],
    ["rk4", G2_BYTES],
    ["rk5", GT_BYTES],
  ],
  "group-rekey": [
    ["rk1", G1_BYTES],
    ["rk2", G1_BYTES],
    ["rk3", G1_BYTES],
  ],
  keygen: [["h", G2_BYTES]],
  box: [
    ["nonce", NONCE],
    ["body", BOX_PLAINTEXT.length + AEAD_OVERHEAD],
  ],
};

/** The names of the parts of an algorithm's output. */
export function partsOf(algorithm: Algorithm): readonly string[] {
  return (LAYOUT[algorithm] ?? []).map(([part]) => part);
}

/** The parts of an output. */
export function split(layout: string, output: Uint8Array): Parts {
  const fields = LAYOUT[layout] ?? [];
  const lengths = fields.map(([, length]) => length);
  const pieces = expectDecoded(cut(output, lengths, layout)) as readonly Uint8Array[];
  return Object.fromEntries(fields.map(([part], i) => [part, pieces[i] ?? new Uint8Array()]));
}

/** Coins that were chosen, as a source of randomness: read from front to back. */
export function replayCoins(coins: Uint8Array): Randomness {
  let at = 0;
  return {
    bytes(length) {
      const drawn = coins.slice(at, at + length);
      if (drawn.length < length) throw new RangeError("the algorithm draws more than its coins");
      at += length;
      return drawn;
    },
  };
}

/** The device of the owner. */
export function makeDevice(algorithm: Algorithm, table: Table, surroundings: Surroundings): Device {
  const { backend, scheme, randomness } = table;
  const { ownerKey, delegateeRecipient, delegateeKey } = surroundings;
  const { g1, g2 } = backend;
  const at = (coins: Uint8Array, draw: number): Uint8Array => coins.subarray(draw * DRAW, (draw + 1) * DRAW);
  switch (algorithm) {
    case "enc":
      return makeEncryptionDevice(table, surroundings, table.scheme.drawElement(backend, randomness));
    case "rekey":
      return {
        algorithm,
        secretOf: () => g1.encode(ownerKey),
        coinBytes: 2 * DRAW,
        preview(coins, part) {
          if (part === "rk2") return generate(backend, at(coins, 1));
          if (part !== "rk1") return undefined;
          const mask = scheme.drawElement(backend, replayCoins(coins));
          return g1.encode(g1.subtract(scheme.hashMask(backend, mask), ownerKey));
        },
        finish(coins) {
          const source = replayCoins(coins);
          const mask = scheme.drawElement(backend, source);
          return encodeReKey(backend, scheme.rekey(backend, ownerKey, delegateeRecipient, mask, source));
        },
      };
    case "group-rekey":
      return {
        algorithm,
        secretOf: () => g1.encode(ownerKey),
        coinBytes: 2 * DRAW,
        preview: (coins, part) =>
          part === "rk1" ? g1.encode(g1.subtract(drawGroupMask(backend, replayCoins(coins)), ownerKey)) : undefined,
        finish(coins) {
          const source = replayCoins(coins);
          const mask = drawGroupMask(backend, source);
          const { w } = delegateeKey.publicKey;
          return encodeGroupReKey(backend, scheme.rekeyWithGroupMask(backend, ownerKey, w, mask, source));
        },
      };
    case "keygen":
      return {
        algorithm,
        secretOf: (coins) => encodeScalar(reduceToScalar(coins)),
        coinBytes: DRAW,
        preview: (coins) => generate(backend, coins),
        finish: (coins) => g2.encode(scheme.setUp(backend, replayCoins(coins)).publicKey),
      };
    case "box": {
      const secret = randomness.bytes(32);
      return {
        algorithm,
        secretOf: () => secret,
        coinBytes: NONCE,
        preview: (coins, part) => (part === "nonce" ? coins : undefined),
        finish: (coins) => closeWithNonce(secret, coins, BOX_PLAINTEXT, new Uint8Array()),
      };
    }
    default:
      return algorithm satisfies never;
  }
}

/** A device that encrypts one message for its owner, again and again. */
export function makeEncryptionDevice(
  { backend, scheme }: Pick<Table, "backend" | "scheme">,
  { ownerKey, recipient }: Pick<Surroundings, "ownerKey" | "recipient">,
  message: GT,
): Device {
  return {
    algorithm: "enc",
    secretOf: () => backend.g1.encode(ownerKey),
    coinBytes: DRAW,
    preview: (coins, part) => (part === "c1" ? generate(backend, coins) : undefined),
    finish: (coins) => encodeCiphertext(backend, scheme.encrypt(backend, recipient, message, replayCoins(coins))),
  };
}

function generate({ g2 }: Backend, coins: Uint8Array): Uint8Array {
  return g2.encode(g2.multiply(g2.generator, reduceToScalar(coins)));
}
