/**
 * Tests whether a user can detect that its device is subverted (Bellare, Paterson and Rogaway, 2014): the adversary is
 * the user, who knows its own keys and not that of the subversion. Here a detector that wins is good news.
 *
 * The detector may restart the device, and it reads the work behind every output from a clock without noise: what it
 * cannot find, nobody finds with a worse clock.
 */
import { BIT, BYTES, type Codec, COUNT, NOTHING } from "../play/codec.ts";
import { tossCoin } from "../play/coin.ts";
import type { Game } from "../play/game.ts";
import type { Algorithm, Parts } from "./algorithms.ts";
import { split } from "./device.ts";
import { PARTS } from "./exfiltration.ts";
import { startHonest, startSubverted, type SubversionPlan } from "./subversion.ts";
import { makeUser } from "./user.ts";

/** An output and the work behind it. */
export interface Watched {
  readonly parts: Parts;
  /** Outputs, or parts of them, that were computed before this one left. */
  readonly candidates: number;
}

/** The view of a user who watches its own device. */
export interface DetectionView {
  /** The user's secret. */
  readonly secret: Uint8Array;
  /** The next output. */
  readonly next: () => Watched;
  /** The output of this number that honest code gives, where it depends on no coins: the user has the key, and can compute it. */
  readonly recompute: (number: number) => Parts;
  /** Puts the device into its initial state. */
  readonly restart: () => void;
}

const WATCHED: Codec<Watched> = {
  what: "an output and its work",
  encode: ({ parts, candidates }, backend) =>
    PARTS.encode({ ...parts, candidates: Uint8Array.of(candidates & 255) }, backend),
  decode() {
    throw new TypeError("outputs are never handed in");
  },
};

/** Detection of one subversion of one algorithm. */
export function makeDetectionGame(
  algorithm: Algorithm,
  plan: SubversionPlan,
  name: string,
): Game<DetectionView, 0 | 1> {
  return {
    name: `asa-detection:${algorithm}:${name}`,
    title: `Whether a user finds a subversion of its device: ${algorithm}, ${name}`,
    goal: "distinguish",
    definition: "The detection game of Bellare, Paterson and Rogaway (2014), with restarts and a clock without noise.",
    assumptions: ["The subversion's key is unknown to the user."],
    notCovered: ["Looking into the device: its code, its memory, its power consumption."],
    answer: BIT,
    open(table) {
      const { backend, randomness, referee } = table;
      const { device } = makeUser(table, algorithm);
      const key = randomness.bytes(32);
      const coin = tossCoin(randomness);
      const start = () =>
        coin === 1 ? startSubverted(plan, backend, device, key, randomness) : startHonest(device, randomness);
      let emit = start();
      return {
        view: {
          secret: referee.give("secret", BYTES, device.secretOf(new Uint8Array(device.coinBytes))),
          next: referee.oracle("next", [], WATCHED, () => {
            const { output, candidates } = emit();
            return { parts: split(algorithm, output), candidates };
          }),
          recompute: referee.oracle("recompute", [COUNT], PARTS, (number) => {
            const output = device.determine?.({ number, partner: undefined, share: "used" });
            return output === undefined ? {} : split(algorithm, output);
          }),
          restart: referee.oracle("restart", [], NOTHING, () => {
            emit = start();
          }),
        },
        isWon: (guess) => guess === coin,
      };
    },
  };
}
