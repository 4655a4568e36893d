/**
 * Unforgeability of signatures, in signed-diffie-hellman: R signs.
 *
 * EUF-CMA of Goldwasser, Micali and Rivest (1988), on grants with four fields. Generated from
 * protocol/signed-diffie-hellman/protocol.ts by assay generate; adversaries of your own go in files beside this
 * one, and play with assay play signed-diffie-hellman --game euf-cma --adversary <file>.
 */
import { type Forgery, type Grant, playNamed, type PlayResult, SIGNATURE_GAME, type Tools } from "assay/games";

/** The queries of an adversary. */
export interface Game extends Tools {
  readonly vkR: Uint8Array;
  /** The signature of any grant. */
  readonly signByR: (grant: Grant) => Uint8Array;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => Forgery;

/** The names of the challenger's oracles here. */
const NAMES = {
  verificationKey: "vkR",
  sign: "signByR",
};

/** Plays once, from a seed; an adversary that breaks a rule forfeits the play. */
export function play(adversary: Adversary, seed: string): Promise<PlayResult> {
  return playNamed(SIGNATURE_GAME, adversary, NAMES, "as-registered", seed);
}

/** An adversary to start from: it knows nothing yet. */
export const stub: Adversary = (game) => {
  const grant = { owner: "alice", reader: "bob", record: "7", nonce: "1" };
  return { grant, signature: game.randomness.bytes(64) };
};
