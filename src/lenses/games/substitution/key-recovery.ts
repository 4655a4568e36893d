/**
 * Key recovery from a subverted device (Bellare, Jaeger and Kane, 2015): after q outputs the adversary names the secret.
 *
 * The advantage as a function of q is a curve; every point of it is a game of its own, with plays of its own, since bits
 * that come from one key are not independent plays.
 */
import type { G2 } from "../../../live/crypto/backend.ts";
import { BYTES, COUNT, NOTHING, POINT_2 } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import { sameBytes } from "../../../live/crypto/bytes.ts";
import type { Algorithm, Parts } from "./algorithms.ts";
import { PARTS } from "./exfiltration.ts";
import { split } from "./device.ts";
import { PLAN } from "./plan-codec.ts";
import { checkFit, type Emit, startSubverted, type SubversionPlan } from "./subversion.ts";
import { makeUser } from "./user.ts";

/** The view of the maker of a subverted device. */
export interface KeyRecoveryView {
  readonly h1: G2;
  readonly delegateeKey: Uint8Array;
  /** The public key of the device or of the receiver of its boxes; empty where there is none. */
  readonly deviceKey: Uint8Array;
  /** The key of the subversion. */
  readonly key: Uint8Array;
  /** Outputs that there will be. */
  readonly outputs: number;
  /** Says which subversion the device has; asked once, first. */
  readonly subvert: (plan: SubversionPlan) => void;
  /** The next output. */
  readonly next: () => Parts;
}

/** One point of the curve. */
export function makeKeyRecoveryGame(algorithm: Algorithm, outputs: number): Game<KeyRecoveryView, Uint8Array> {
  return {
    name: `asa-key-recovery:${algorithm}:${outputs}`,
    title: `The secret from ${outputs} outputs of a subverted device: ${algorithm}`,
    goal: "search",
    definition: "Key recovery of Bellare, Jaeger and Kane (2015).",
    assumptions: ["Every output reaches the adversary unchanged: there is no firewall."],
    notCovered: ["A part of the secret, which may be enough to guess the rest."],
    answer: BYTES,
    open(table) {
      const { backend, randomness, referee } = table;
      const { device, h1, delegateeKey } = makeUser(table, algorithm);
      const key = randomness.bytes(32);
      let emit: Emit | undefined;
      let emitted = 0;
      let secret = device.secretOf(new Uint8Array(device.coinBytes));
      return {
        view: {
          h1: referee.give("h1", POINT_2, h1),
          delegateeKey: referee.give("delegateeKey", BYTES, delegateeKey),
          deviceKey: referee.give("deviceKey", BYTES, device.publicKey ?? new Uint8Array()),
          key: referee.give("key", BYTES, key),
          outputs: referee.give("outputs", COUNT, outputs),
          subvert: referee.oracle("subvert", [PLAN], NOTHING, (plan) => {
            if (emit !== undefined) throw new Forfeit("forbidden-query", "The device is running.");
            checkFit(plan, algorithm);
            emit = startSubverted(plan, backend, device, key, randomness);
          }),
          next: referee.oracle("next", [], PARTS, () => {
            if (emit === undefined) throw new Forfeit("forbidden-query", "No subversion was chosen.");
            if (emitted === outputs) throw new Forfeit("forbidden-query", `There are ${outputs} outputs.`);
            emitted += 1;
            const { output, coins } = emit();
            secret = device.secretOf(coins);
            return split(algorithm, output);
          }),
        },
        isWon: (guess) => sameBytes(guess, secret),
      };
    },
  };
}
