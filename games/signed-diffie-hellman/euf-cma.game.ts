/**
 * Unforgeability of signatures, in signed-diffie-hellman: R signs.
 *
 * EUF-CMA of Goldwasser, Micali and Rivest (1988), on the statements that the protocol signs. Generated from
 * protocol/signed-diffie-hellman/protocol.ts by assay generate; adversaries of your own go in files beside this
 * one, and play with assay play signed-diffie-hellman --game euf-cma --adversary <file>.
 */
import {
  drawStatement,
  type Forgery,
  makeSignatureGame,
  playNamed,
  type PlayResult,
  type SignedStatement,
  type Statement,
  type Tools,
} from "assay/games";

/** The queries of an adversary. */
export interface Game extends Tools {
  readonly vkR: Uint8Array;
  /** The statements that the protocol signs, part by part. */
  readonly statements: readonly SignedStatement[];
  /** The signature of any statement. */
  readonly signByR: (statement: Statement) => Uint8Array;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => Forgery;

/** The names of the challenger's oracles here. */
const NAMES = {
  verificationKey: "vkR",
  sign: "signByR",
};

/** The statements that are signed, part by part. */
const SIGNED: readonly SignedStatement[] = [
  {
    name: "R 1",
    context: "signed-diffie-hellman sign {second,Y,X,I}(c:second,dh.share(f:R.y),dh.share(f:I.x),v:I)",
    parts: [
      { name: "second", is: "text", at: [0] },
      { name: "dh.share", is: "named bytes", at: [1] },
      { name: "dh.share", is: "named bytes", at: [2] },
      { name: "I", is: "name", tag: 61441, at: [3] },
    ],
  },
  {
    name: "I 1",
    context: "signed-diffie-hellman sign {third,X,Y,R}(c:third,dh.share(f:I.x),dh.share(f:R.y),v:R)",
    parts: [
      { name: "third", is: "text", at: [0] },
      { name: "dh.share", is: "named bytes", at: [1] },
      { name: "dh.share", is: "named bytes", at: [2] },
      { name: "R", is: "name", tag: 61441, at: [3] },
    ],
  },
];

/** Plays once, from a seed; an adversary that breaks a rule forfeits the play. */
export function play(adversary: Adversary, seed: string): Promise<PlayResult> {
  return playNamed(makeSignatureGame(SIGNED), adversary, NAMES, "as-registered", seed);
}

/** An adversary to start from: it knows nothing yet. */
export const stub: Adversary = (game) => {
  const statement = drawStatement(game);
  return { statement, signature: game.randomness.bytes(64) };
};
