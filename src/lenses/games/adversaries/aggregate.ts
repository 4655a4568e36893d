/** Against aggregate signatures: a key made after seeing the victim's. */
import { drawScalar } from "../../../live/crypto/scalar.ts";
import { toBytes } from "../../../live/crypto/bytes.ts";
import type { Aggregate, AggregateView } from "../aggregate/challenger.ts";
import type { Adversary } from "../play/game.ts";
import { PLAIN } from "../scheme/aggregate.ts";

const MESSAGE = toBytes("a grant that the victim never signed");

/** Adversaries of aggregate signatures. */
export const AGGREGATE_ADVERSARIES: readonly Adversary<AggregateView, Aggregate>[] = [
  {
    name: "guessing",
    about: "Names its own signature alone.",
    play({ curve, randomness }) {
      const { secret, signer } = PLAIN.makeKey(curve, randomness);
      return { others: [signer], message: MESSAGE, signature: PLAIN.sign(curve, secret, MESSAGE) };
    },
  },
  {
    name: "rogue-key",
    about: "Brings the key g^x divided by the victim's, so that their product is g^x; its proof is the best it has.",
    play({ curve, randomness, victim }) {
      const x = drawScalar(randomness);
      const { g2 } = curve;
      const key = g2.subtract(g2.multiply(g2.generator, x), victim.key);
      const signature = PLAIN.sign(curve, x, MESSAGE);
      return { others: [{ key, possession: signature }], message: MESSAGE, signature };
    },
  },
  {
    name: "turned-proof",
    about: "Brings the victim's key negated, and the victim's proof negated with it.",
    play({ curve, randomness, victim }) {
      const { secret, signer } = PLAIN.makeKey(curve, randomness);
      const { g1, g2 } = curve;
      const key = g2.subtract(g2.infinity, victim.key);
      const possession = g1.subtract(g1.infinity, victim.possession);
      const signature = PLAIN.sign(curve, secret, MESSAGE);
      return { others: [{ key, possession }, signer], message: MESSAGE, signature };
    },
  },
];
