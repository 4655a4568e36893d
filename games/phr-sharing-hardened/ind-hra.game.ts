/**
 * Indistinguishability under honest re-encryption, in phr-sharing-hardened: DO delegates to DU through RC.
 *
 * Security against honest re-encryption attacks of Cohen (2019), with delegatees of a certificateless system.
 * Generated from protocol/phr-sharing-hardened/protocol.ts by assay generate; adversaries of your own go in files
 * beside this one, and play with assay play phr-sharing-hardened --game ind-hra --adversary <file>.
 */
import {
  type DelegateeSecrets,
  drawMessages,
  type G1,
  type G2,
  type GT,
  HONEST_REENCRYPTION_GAME,
  type NumberedCiphertext,
  playNamed,
  type PlayResult,
  type Reencrypted,
  type ReKey,
  type Tools,
  tossCoin,
} from "assay/games";

/** Who can be DO in a play. */
export type DO = "DO 1" | "DO 2" | "DO 3";

/** Who can be DU in a play. */
export type DU = "DU 1" | "DU 2" | "DU 3";

/** The queries of an adversary. */
export interface Game extends Tools {
  /** h1, of the owners' hospital. */
  readonly authorityOfDO: G2;
  /** h2, of the delegatees' hospital. */
  readonly authorityOfDU: G2;
  /** An owner's private key. Never the target's. */
  readonly keyOfDO: (owner: DO) => G1;
  /** A re-encryption key, for the key that the delegatee published. From the target: never to a corrupted delegatee. */
  readonly rekeyDO: (owner: DO, delegatee: DU) => ReKey;
  /** The key that a delegatee published. */
  readonly pkDU: (delegatee: DU) => Uint8Array;
  /** A delegatee's secrets. Never those of one that the target delegated to. */
  readonly keyOfDU: (delegatee: DU) => DelegateeSecrets;
  /** A message of the adversary, encrypted by the implementation under test. */
  readonly encryptByDO: (owner: DO, message: GT) => NumberedCiphertext;
  /** One of two messages, encrypted for the target; asked once. */
  readonly challenge: (owner: DO, m0: GT, m1: GT) => NumberedCiphertext;
  /** A numbered ciphertext, re-encrypted for a delegatee. The challenge: never for a corrupted one. */
  readonly reencryptByRC: (number: number, delegatee: DU) => Reencrypted;
}

/** The queries left when `Target` is challenged: none that would open the challenge. */
export interface Challenged<Target extends DO> extends Omit<Game, "challenge" | "keyOfDO"> {
  /** An owner's private key. Never the target's. */
  readonly keyOfDO: (owner: Exclude<DO, Target>) => G1;
}

/** The same game once `Target` is challenged, as the types see it; the challenger enforces it in any case. */
export function goOn<Target extends DO>(game: Game, _target: Target): Challenged<Target> {
  return game;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => 0 | 1;

/** The names of the challenger's oracles here. */
const NAMES = {
  h1: "authorityOfDO",
  h2: "authorityOfDU",
  extract: "keyOfDO",
  rekey: "rekeyDO",
  publishedKey: "pkDU",
  corrupt: "keyOfDU",
  encrypt: "encryptByDO",
  reencrypt: "reencryptByRC",
};

/** Plays once, from a seed; an adversary that breaks a rule forfeits the play. */
export function play(adversary: Adversary, seed: string): Promise<PlayResult> {
  return playNamed(HONEST_REENCRYPTION_GAME, adversary, NAMES, "proven", seed);
}

/** An adversary to start from: it knows nothing yet. */
export const stub: Adversary = (game) => {
  const [m0, m1] = drawMessages(game);
  game.challenge("DO 1", m0, m1);
  return tossCoin(game.randomness);
};
