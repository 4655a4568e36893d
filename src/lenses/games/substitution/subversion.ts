/**
 * Subverted devices: an honest one whose coins are chosen so that its outputs say something to whoever has the key
 * (Bellare, Paterson and Rogaway, 2014; Bellare, Jaeger and Kane, 2015). Outputs stay valid, except where a plan says so.
 */
import { frame, join, toBytes } from "../../../live/crypto/bytes.ts";
import { mac } from "../../../live/crypto/mac.ts";
import { compress } from "../../../live/crypto/target/torus.ts";
import { FIELD12 } from "../../../live/crypto/target/tower.ts";
import type { Backend } from "../../../live/crypto/backend.ts";
import { decodeCiphertext, ELEMENT_BYTES } from "../../../live/crypto/pre/codec.ts";
import { type Randomness, seededRandomness } from "../../../live/crypto/randomness.ts";
import { addForeignPoint } from "./foreign-point.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Algorithm, Device, Partner, Turn } from "./algorithms.ts";
import { partsOf, split } from "./device.ts";

/** The plan of a subverted device. */
export type SubversionPlan =
  /** Coins are drawn again until a keyed function of one part of the output says the next bits of the payload. */
  | {
      readonly kind: "rejection";
      readonly part: string;
      readonly bits: 1 | 2 | 4 | 8;
      /** `stateless`: which bits are told is in the output too, so that a reset changes nothing. */
      readonly state: "stateful" | "stateless";
      readonly payload: "secret" | "zeros";
    }
  /** All coins come from a keyed function of a counter: no output costs more than an honest one. */
  | { readonly kind: "keyed-coins" }
  /** The generator is the maker's, and the code behind it honest. */
  | { readonly kind: "keyed-source" }
  /** As `keyed-coins`, and the share of a firewall that takes part is left out. */
  | { readonly kind: "ignored-share" }
  /** As `rejection`, on the whole output: where a firewall takes part, it is asked again and again. */
  | { readonly kind: "restarting"; readonly part: string; readonly bits: 1 | 2 | 4 | 8 }
  /** The mask X is one of a few that the key determines. */
  | { readonly kind: "few-masks"; readonly masks: number }
  /** c2 is negated: no longer in GT, so such a ciphertext does not decrypt to what it should. */
  | { readonly kind: "negated-element" }
  /** rk1 has a point of order three added, which pairings do not see: the key converts as before. */
  | { readonly kind: "foreign-point" }
  /** The nonce is the secret, masked with a keyed function of a counter. */
  | { readonly kind: "telling-nonce" };

/** One output, and the coins behind it, which the user keeps where they are a key. */
export interface Emission {
  readonly output: Uint8Array;
  readonly coins: Uint8Array;
  /** Outputs, or parts of them, that were computed for this one: what a perfect clock would show. */
  readonly candidates: number;
}

/** A device under way; a firewall that takes part in an output is its partner. */
export type Emit = (partner?: Partner) => Emission;

/** An honest device. */
export function startHonest(device: Device, randomness: Randomness): Emit {
  let count = 0;
  return (partner) => runCode(device, randomness.bytes(device.coinBytes), useShare(count++, partner));
}

/** The honest code on coins, whoever drew them. */
function runCode(device: Device, coins: Uint8Array, turn: Turn): Emission {
  const used = device.hedge?.(coins, turn) ?? coins;
  return { output: device.determine?.(turn) ?? device.finish(used, turn), coins: used, candidates: 1 };
}

function useShare(number: number, partner: Partner | undefined): Turn {
  return { number, partner, share: "used" };
}

/** Starts a subverted device with a key, from its initial state. */
export function startSubverted(
  plan: SubversionPlan,
  backend: Backend,
  device: Device,
  key: Uint8Array,
  randomness: Randomness,
): Emit {
  let count = 0;
  const honest = startHonest(device, randomness);
  switch (plan.kind) {
    case "rejection":
      return (partner) => {
        const turn = useShare(count, partner);
        const position = count++ * plan.bits;
        for (let candidates = 1; ; candidates++) {
          const coins = randomness.bytes(device.coinBytes);
          const seen =
            device.preview(coins, plan.part) ?? split(device.algorithm, device.finish(coins, turn))[plan.part];
          const payload = plan.payload === "secret" ? device.secretOf(coins) : new Uint8Array(32);
          if (seen !== undefined && tells(plan, key, seen, payload, position)) {
            return { output: device.finish(coins, turn), coins, candidates };
          }
        }
      };
    case "restarting":
      return (partner) => {
        const turn = useShare(count++, partner);
        for (let candidates = 1; ; candidates++) {
          const coins = randomness.bytes(device.coinBytes);
          const output = device.finish(coins, turn);
          const seen = split(device.algorithm, output)[plan.part] ?? new Uint8Array();
          if (tells({ ...plan, state: "stateful" }, key, seen, new Uint8Array(32), 0))
            return { output, coins, candidates };
        }
      };
    case "keyed-coins":
      return (partner) => {
        const coins = keyedCoins(key, count, device.coinBytes);
        return { output: device.finish(coins, useShare(count++, partner)), coins, candidates: 1 };
      };
    case "keyed-source":
      return (partner) => runCode(device, keyedCoins(key, count, device.coinBytes), useShare(count++, partner));
    case "ignored-share":
      return (partner) => {
        const coins = keyedCoins(key, count, device.coinBytes);
        const output = device.finish(coins, { number: count++, partner, share: "ignored" });
        return { output, coins, candidates: 1 };
      };
    case "few-masks":
      return (partner) => {
        const coins = randomness.bytes(device.coinBytes);
        coins.set(keyedCoins(key, (randomness.bytes(1)[0] ?? 0) % plan.masks, coins.length / 2));
        return { output: device.finish(coins, useShare(count++, partner)), coins, candidates: 1 };
      };
    case "negated-element":
      return (partner) => {
        const { output, coins, candidates } = honest(partner);
        return { output: negate(backend, output), coins, candidates };
      };
    case "foreign-point":
      return (partner) => {
        const { output, coins, candidates } = honest(partner);
        const moved = addForeignPoint(output.subarray(0, ELEMENT_BYTES.g1));
        return { output: join(moved, output.subarray(ELEMENT_BYTES.g1)), coins, candidates };
      };
    case "telling-nonce":
      return (partner) => {
        const secret = device.secretOf(new Uint8Array());
        const pad = keyedCoins(key, count, device.coinBytes);
        const from = (count * device.coinBytes) % secret.length;
        const coins = pad.map((byte, i) => byte ^ (secret[(from + i) % secret.length] ?? 0));
        return { output: device.finish(coins, useShare(count++, partner)), coins, candidates: 1 };
      };
    default:
      return plan satisfies never;
  }
}

/** Forfeits for a plan that is of another algorithm: such a device would wait for ever for what it looks for. */
export function checkFit(plan: SubversionPlan, algorithm: Algorithm): void {
  const fits = {
    rejection: () => plan.kind === "rejection" && partsOf(algorithm).includes(plan.part) && isDrawn(algorithm),
    restarting: () => plan.kind === "restarting" && partsOf(algorithm).includes(plan.part) && isDrawn(algorithm),
    "keyed-coins": () => true,
    "keyed-source": () => true,
    "ignored-share": () => true,
    "few-masks": () => algorithm === "rekey" || algorithm === "group-rekey",
    "negated-element": () => algorithm === "enc",
    "foreign-point": () => algorithm === "rekey" || algorithm === "group-rekey" || algorithm === "unique-sign",
    "telling-nonce": () => algorithm === "box" || algorithm === "counter-box",
  };
  // Where coins are hedged, the question is what the generator alone can do.
  const isQuestion = !algorithm.startsWith("hedged-") || plan.kind === "keyed-source";
  if (isQuestion && fits[plan.kind]()) return;
  throw new Forfeit("wrong-answer", `The subversion ${plan.kind} is not one of this algorithm, ${algorithm}.`);
}

/** Where nothing is drawn, waiting for an output that says something is waiting for ever. */
function isDrawn(algorithm: Algorithm): boolean {
  return algorithm !== "unique-sign";
}

/** The coins that a keyed function gives for a number. */
export function keyedCoins(key: Uint8Array, number: number, length: number): Uint8Array {
  return seededRandomness(frame(toBytes("keyed coins"), key, toBytes(String(number)))).bytes(length);
}

/**
 * Reads the message in a part of an output, for whoever has the key: so many bits, and for a stateless device their
 * position.
 */
export function readTold(
  { bits, state }: Pick<Extract<SubversionPlan, { kind: "rejection" }>, "bits" | "state">,
  key: Uint8Array,
  seen: Uint8Array,
  payloadBits: number,
): { readonly value: number; readonly position: number | undefined } {
  const word = mac(key, seen);
  const value = (word[0] ?? 0) & ((1 << bits) - 1);
  if (state === "stateful") return { value, position: undefined };
  const slot = ((word[1] ?? 0) * 65536 + (word[2] ?? 0) * 256 + (word[3] ?? 0)) % (payloadBits / bits);
  return { value, position: slot * bits };
}

/** Some bits of a payload, as a number; positions go round. */
export function readBits(payload: Uint8Array, position: number, bits: number): number {
  let value = 0;
  for (let i = 0; i < bits; i++) {
    const at = (position + i) % (payload.length * 8);
    value = value * 2 + (((payload[at >> 3] ?? 0) >> (7 - (at & 7))) & 1);
  }
  return value;
}

function tells(
  plan: Pick<Extract<SubversionPlan, { kind: "rejection" }>, "bits" | "state">,
  key: Uint8Array,
  seen: Uint8Array,
  payload: Uint8Array,
  next: number,
): boolean {
  const { value, position } = readTold(plan, key, seen, payload.length * 8);
  return value === readBits(payload, position ?? next, plan.bits);
}

/** The ciphertext with c2 negated, which has norm one as c2 has and so can be compressed as well. */
function negate(backend: Backend, output: Uint8Array): Uint8Array {
  const decoded = decodeCiphertext(backend, output);
  if (decoded.kind === "refused") return output;
  const element = FIELD12.fromBytes(backend.gt.encodeRaw(decoded.value.c2));
  const negated = compress(FIELD12.neg(element));
  const bytes = Uint8Array.from(output);
  bytes.set(negated, output.length - negated.length);
  return bytes;
}
