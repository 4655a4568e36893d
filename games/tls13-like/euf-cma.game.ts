/**
 * Unforgeability of signatures, in tls13-like: S signs.
 *
 * EUF-CMA of Goldwasser, Micali and Rivest (1988), on the statements that the protocol signs. Generated from
 * protocol/tls13-like/protocol.ts by assay generate; adversaries of your own go in files beside this one, and play
 * with assay play tls13-like --game euf-cma --adversary <file>.
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
  readonly vkS: Uint8Array;
  /** The statements that the protocol signs, part by part. */
  readonly statements: readonly SignedStatement[];
  /** The signature of any statement. */
  readonly signByS: (statement: Statement) => Uint8Array;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => Forgery;

/** The names of the challenger's oracles here. */
const NAMES = {
  verificationKey: "vkS",
  sign: "signByS",
};

/** The statements that are signed, part by part. */
const SIGNED: readonly SignedStatement[] = [
  {
    name: "S 1",
    context: "tls13-like sign {verify,nc,X,ns,Y}(c:verify,f:C.nc,dh.share(f:C.x),f:S.ns,dh.share(f:S.y))",
    parts: [
      { name: "verify", is: "text", at: [0] },
      { name: "nc", is: "bytes", tag: 61442, length: 16, at: [1] },
      { name: "dh.share", is: "named bytes", at: [2] },
      { name: "ns", is: "bytes", tag: 61442, length: 16, at: [3] },
      { name: "dh.share", is: "named bytes", at: [4] },
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
