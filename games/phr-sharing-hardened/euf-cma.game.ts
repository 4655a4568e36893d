/**
 * Unforgeability of signatures, in phr-sharing-hardened: DO signs.
 *
 * EUF-CMA of Goldwasser, Micali and Rivest (1988), on the statements that the protocol signs. Generated from
 * protocol/phr-sharing-hardened/protocol.ts by assay generate; adversaries of your own go in files beside this one,
 * and play with assay play phr-sharing-hardened --game euf-cma --adversary <file>.
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
  readonly vkDO: Uint8Array;
  /** The statements that the protocol signs, part by part. */
  readonly statements: readonly SignedStatement[];
  /** The signature of any statement. */
  readonly signByDO: (statement: Statement) => Uint8Array;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => Forgery;

/** The names of the challenger's oracles here. */
const NAMES = {
  verificationKey: "vkDO",
  sign: "signByDO",
};

/** The statements that are signed, part by part. */
const SIGNED: readonly SignedStatement[] = [
  {
    name: "DU 1",
    context:
      "phr-sharing-hardened sign {request1,pkDO,pkDU,HA,RC,record,T1,N1}(c:request1,pk(c:ibe,v:DO),pk(c:clc,v:DU),v:HA,v:RC,f:DO.record,f:DU.T1,f:DU.N1)",
    parts: [
      { name: "request1", is: "text", at: [0] },
      { name: "pkDO", is: "bytes", tag: 61450, at: [1] },
      { name: "pkDU", is: "bytes", tag: 61450, at: [2] },
      { name: "HA", is: "name", tag: 61441, at: [3] },
      { name: "RC", is: "name", tag: 61441, at: [4] },
      { name: "record", is: "bytes", tag: 37, length: 16, at: [5] },
      { name: "T1", is: "number", tag: 1, at: [6] },
      { name: "N1", is: "bytes", tag: 61442, length: 16, at: [7] },
    ],
  },
  {
    name: "DO 1",
    context:
      "phr-sharing-hardened sign {DO,DU,HA,RC,record,N1,commitment,capsule}(v:DO,v:DU,v:HA,v:RC,f:DO.record,f:DU.N1,hash({M,X,DO}(f:DO.M,f:DO.X,v:DO)),hash(f:DO.X))",
    parts: [
      { name: "DO", is: "name", tag: 61441, at: [0] },
      { name: "DU", is: "name", tag: 61441, at: [1] },
      { name: "HA", is: "name", tag: 61441, at: [2] },
      { name: "RC", is: "name", tag: 61441, at: [3] },
      { name: "record", is: "bytes", tag: 37, length: 16, at: [4] },
      { name: "N1", is: "bytes", tag: 61442, length: 16, at: [5] },
      { name: "commitment", is: "bytes", tag: 61452, length: 32, at: [6] },
      { name: "capsule", is: "bytes", tag: 61452, length: 32, at: [7] },
    ],
  },
];

/** Plays once, from a seed; an adversary that breaks a rule forfeits the play. */
export function play(adversary: Adversary, seed: string): Promise<PlayResult> {
  return playNamed(makeSignatureGame(SIGNED), adversary, NAMES, "proven", seed);
}

/** An adversary to start from: it knows nothing yet. */
export const stub: Adversary = (game) => {
  const statement = drawStatement(game);
  return { statement, signature: game.randomness.bytes(64) };
};
