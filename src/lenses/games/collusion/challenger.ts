/**
 * The challenger of collusion safety (Ateniese, Fu, Green and Hohenberger, 2006): a relay and corrupted delegatees, with
 * all re-encryption keys of the target, look for the target's private key.
 */
import type { G1, G2 } from "../../../live/crypto/backend.ts";
import type { ReKey } from "../../../live/crypto/pre/scheme.ts";
import { POINT_1, POINT_2, TEXT } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import { DELEGATEE_SECRETS, type DelegateeSecrets, REKEY } from "../play/scheme-codecs.ts";
import { makeWorld } from "../world.ts";

/** The owner whose key the adversary looks for. */
export const TARGET = "target";

/** The queries of colluders. */
export interface CollusionView {
  readonly h1: G2;
  readonly h2: G2;
  /** A re-encryption key from any owner, the target too, to any delegatee. */
  readonly rekey: (owner: string, delegatee: string) => ReKey;
  /** Any delegatee's secrets. */
  readonly corrupt: (delegatee: string) => DelegateeSecrets;
  /** An owner's private key. Never the target's. */
  readonly extract: (owner: string) => G1;
}

/** Collusion safety: the master secret of the target. */
export const COLLUSION_GAME: Game<CollusionView, G1> = {
  name: "collusion",
  title: "Collusion safety",
  goal: "search",
  definition: "Master secret security of Ateniese, Fu, Green and Hohenberger (2006).",
  assumptions: ["The relay keeps the re-encryption keys that it is given."],
  notCovered: ["A key that opens ciphertexts without being the target's key."],
  answer: POINT_1,
  open(table) {
    const { backend, scheme, randomness, referee } = table;
    const world = makeWorld(table);
    const view: CollusionView = {
      h1: referee.give("h1", POINT_2, world.hospitalA.publicKey),
      h2: referee.give("h2", POINT_2, world.hospitalB.publicKey),
      rekey: referee.oracle("rekey", [TEXT, TEXT], REKEY, (owner, delegatee) => {
        const recipient = world.readDelegatee(delegatee, world.delegatee(delegatee).published);
        if (recipient === undefined) throw new Error("an honest delegatee's key is refused");
        const mask = scheme.drawElement(backend, randomness);
        return scheme.rekey(backend, world.ownerKey(owner), recipient, mask, randomness);
      }),
      corrupt: referee.oracle("corrupt", [TEXT], DELEGATEE_SECRETS, (delegatee) => {
        const { secret, secretValue } = world.delegatee(delegatee).key;
        return { secret, secretValue };
      }),
      extract: referee.oracle("extract", [TEXT], POINT_1, (owner) => {
        if (owner === TARGET) throw new Forfeit("forbidden-query", "The key that is looked for is not given out.");
        return world.ownerKey(owner);
      }),
    };
    return { view, isWon: (key) => backend.g1.equals(key, world.ownerKey(TARGET)) };
  },
};
