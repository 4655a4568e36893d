/** The devices of the algorithms. Outputs leave as bytes, and `split` says which bytes are which part. */
import type { Backend, GT } from "../../../live/crypto/backend.ts";
import { cut } from "../../../live/crypto/bytes.ts";
import { expectDecoded } from "../../../live/crypto/decoded.ts";
import { drawGroupMask, encodeGroupReKey } from "../../../live/crypto/firewall/group-mask.ts";
import { ELEMENT_BYTES, encodeCiphertext, encodeReKey } from "../../../live/crypto/pre/codec.ts";
import type { Randomness } from "../../../live/crypto/randomness.ts";
import { encodeScalar, reduceToScalar } from "../../../live/crypto/scalar.ts";
import type { Table } from "../play/game.ts";
import type { Algorithm, Device, Layout, Parts, Surroundings } from "./algorithms.ts";
import { BOX_LAYOUTS, makeBoxDevice } from "./box-devices.ts";
import { makeSealingDevice, SEALING_LAYOUTS } from "./sealing-devices.ts";
import { makeSigningDevice, SIGNING_LAYOUTS } from "./signing-devices.ts";

const { g1: G1_BYTES, g2: G2_BYTES, gt: GT_BYTES } = ELEMENT_BYTES;
/** Bytes from which a scalar is drawn. */
const DRAW = 48;

/** The names and lengths of the parts of an output, in order. */
const LAYOUT: Readonly<Record<string, Layout>> = {
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
  ...BOX_LAYOUTS,
  ...SIGNING_LAYOUTS,
  ...SEALING_LAYOUTS,
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
    case "box":
    case "hedged-box":
    case "counter-box":
      return makeBoxDevice(algorithm, table);
    case "sign":
    case "unique-sign":
    case "sign-keygen":
      return makeSigningDevice(algorithm, table);
    case "ibe":
    case "hedged-ibe":
    case "seal":
    case "hedged-seal":
    case "seal-keygen":
      return makeSealingDevice(algorithm, table, surroundings);
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
