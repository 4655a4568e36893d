/**
 * The challenger of aggregate signatures with chosen keys (Boneh, Gentry, Lynn and Shacham, 2003): the adversary brings
 * every key but one, and looks for a signature of all of them on a message that the one key never signed.
 */
import type { G1, G2 } from "../../../live/crypto/backend.ts";
import { BYTES, type Codec, list, POINT_1, POINT_2, record } from "../play/codec.ts";
import { Forfeit } from "../play/forfeit.ts";
import type { Game } from "../play/game.ts";
import type { Signer } from "../scheme/aggregate.ts";

/** An aggregate: the other signers, what was signed, one signature for all. */
export interface Aggregate {
  readonly others: readonly Signer[];
  readonly message: Uint8Array;
  readonly signature: G1;
}

/** The queries of the adversary. */
export interface AggregateView {
  readonly victim: Signer;
  /** The victim's signature of any message. */
  readonly sign: (message: Uint8Array) => G1;
}

const SIGNER: Codec<Signer> = record<{ key: G2; possession: G1 }>("a key and the proof that its secret is known", {
  key: POINT_2,
  possession: POINT_1,
});

/** Aggregate signatures, keys chosen by the adversary. */
export const AGGREGATE_GAME: Game<AggregateView, Aggregate> = {
  name: "aggregate-bls",
  title: "Aggregate signatures with chosen keys",
  goal: "search",
  definition: "The aggregate chosen-key game of Boneh, Gentry, Lynn and Shacham (2003), all on one message.",
  assumptions: ["A proof of possession is asked for where the implementation under test asks for it."],
  notCovered: ["A second aggregate of what the victim signed."],
  answer: record<{ others: readonly Signer[]; message: Uint8Array; signature: G1 }>("an aggregate", {
    others: list(SIGNER),
    message: BYTES,
    signature: POINT_1,
  }),
  open({ backend, scheme, randomness, referee }) {
    const { secret, signer } = scheme.aggregate.makeKey(backend, randomness);
    const signed = new Set<string>();
    return {
      view: {
        victim: referee.give("victim", SIGNER, signer),
        sign: referee.oracle("sign", [BYTES], POINT_1, (message) => {
          signed.add(message.join());
          return scheme.aggregate.sign(backend, secret, message);
        }),
      },
      isWon({ others, message, signature }) {
        if (signed.has(message.join())) {
          throw new Forfeit("forbidden-query", "The victim signed this message for the adversary.");
        }
        return scheme.aggregate.verify(backend, [signer, ...others], message, signature);
      },
    };
  },
};
