/**
 * Unforgeability of signatures, in gateway-pairing: G signs.
 *
 * EUF-CMA of Goldwasser, Micali and Rivest (1988), on the statements that the protocol signs. Generated from
 * protocol/gateway-pairing/protocol.ts by assay generate; adversaries of your own go in files beside this one, and
 * play with assay play gateway-pairing --game euf-cma --adversary <file>.
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
  readonly vkG: Uint8Array;
  /** The statements that the protocol signs, part by part. */
  readonly statements: readonly SignedStatement[];
  /** The signature of any statement. */
  readonly signByG: (statement: Statement) => Uint8Array;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => Forgery;

/** The names of the challenger's oracles here. */
const NAMES = {
  verificationKey: "vkG",
  sign: "signByG",
};

/** The statements that are signed, part by part. */
const SIGNED: readonly SignedStatement[] = [
  {
    name: "G 1",
    context: "gateway-pairing sign {D,Nd,Ng}(v:D,f:D.Nd,f:G.Ng)",
    parts: [
      { name: "D", is: "name", tag: 61441, at: [0] },
      { name: "Nd", is: "bytes", tag: 61442, length: 16, at: [1] },
      { name: "Ng", is: "bytes", tag: 61442, length: 16, at: [2] },
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
