/**
 * Unforgeability of signatures, in sts: B signs.
 *
 * EUF-CMA of Goldwasser, Micali and Rivest (1988), on the statements that the protocol signs. Generated from
 * protocol/sts/protocol.ts by assay generate; adversaries of your own go in files beside this one, and play with
 * assay play sts --game euf-cma --adversary <file>.
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
  readonly vkB: Uint8Array;
  /** The statements that the protocol signs, part by part. */
  readonly statements: readonly SignedStatement[];
  /** The signature of any statement. */
  readonly signByB: (statement: Statement) => Uint8Array;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => Forgery;

/** The names of the challenger's oracles here. */
const NAMES = {
  verificationKey: "vkB",
  sign: "signByB",
};

/** The statements that are signed, part by part. */
const SIGNED: readonly SignedStatement[] = [
  {
    name: "B 1",
    context: "sts sign {Y,X}(dh.share(f:B.y),dh.share(f:A.x))",
    parts: [
      { name: "dh.share", is: "named bytes", at: [0] },
      { name: "dh.share", is: "named bytes", at: [1] },
    ],
  },
  {
    name: "A 1",
    context: "sts sign {X,Y}(dh.share(f:A.x),dh.share(f:B.y))",
    parts: [
      { name: "dh.share", is: "named bytes", at: [0] },
      { name: "dh.share", is: "named bytes", at: [1] },
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
