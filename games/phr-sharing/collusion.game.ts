/**
 * Collusion safety, in phr-sharing: DO delegates to DU through RC.
 *
 * Master secret security of Ateniese, Fu, Green and Hohenberger (2006). Generated from
 * protocol/phr-sharing/protocol.ts by assay generate; adversaries of your own go in files beside this one, and play
 * with assay play phr-sharing --game collusion --adversary <file>.
 */
import {
  COLLUSION_GAME,
  type DelegateeSecrets,
  type G1,
  type G2,
  playNamed,
  type PlayResult,
  type ReKey,
  type Tools,
} from "assay/games";

/** The queries of an adversary. */
export interface Game extends Tools {
  readonly authorityOfDO: G2;
  readonly authorityOfDU: G2;
  /** A re-encryption key from any owner, the target too, to any delegatee. */
  readonly rekeyDO: (owner: string, delegatee: string) => ReKey;
  /** Any delegatee's secrets. */
  readonly keyOfDU: (delegatee: string) => DelegateeSecrets;
  /** An owner's private key. Never the target's. */
  readonly keyOfDO: (owner: string) => G1;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => G1;

/** The names of the challenger's oracles here. */
const NAMES = {
  h1: "authorityOfDO",
  h2: "authorityOfDU",
  rekey: "rekeyDO",
  corrupt: "keyOfDU",
  extract: "keyOfDO",
};

/** Plays once, from a seed; an adversary that breaks a rule forfeits the play. */
export function play(adversary: Adversary, seed: string): Promise<PlayResult> {
  return playNamed(COLLUSION_GAME, adversary, NAMES, "as-registered", seed);
}

/** An adversary to start from: it knows nothing yet. */
export const stub: Adversary = (game) => {
  const { curve, scheme, randomness } = game;
  return scheme.hashMask(curve, scheme.drawElement(curve, randomness));
};
