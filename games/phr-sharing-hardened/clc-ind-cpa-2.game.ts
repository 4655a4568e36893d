/**
 * Indistinguishability for the delegatee, against its hospital, in phr-sharing-hardened: DO delegates to DU through
 * RC.
 *
 * IND-CPA of certificateless encryption, type II, of Al-Riyami and Paterson (2003). Generated from
 * protocol/phr-sharing-hardened/protocol.ts by assay generate; adversaries of your own go in files beside this one,
 * and play with assay play phr-sharing-hardened --game clc-ind-cpa-2 --adversary <file>.
 */
import {
  type Ciphertext,
  type DelegateeSecrets,
  drawMessages,
  type G1,
  type G2,
  type GT,
  HOSPITAL_GAME,
  type KeyAnswer,
  playNamed,
  type PlayResult,
  type Scalar,
  type Tools,
  tossCoin,
} from "assay/games";

/** Who can be DU in a play. */
export type DU = "DU 1" | "DU 2" | "DU 3";

/** The queries of an adversary. */
export interface Game extends Tools {
  /** h2, of the delegatees' hospital. */
  readonly authorityOfDU: G2;
  /** The key that a delegatee published, or the one planted in its place. */
  readonly pkDU: (name: DU) => Uint8Array;
  /** D = H1(name)^y. Not the target's, where its public key was replaced before the challenge. */
  readonly partialKeyOfDU: (name: DU) => G1;
  /** Both secrets. Never the target's, nor those of a user whose key was replaced. */
  readonly keyOfDU: (name: DU) => DelegateeSecrets;
  /** Plants a public key, as bytes. */
  readonly replacePkDU: (name: DU, published: Uint8Array) => KeyAnswer;
  /** A message of the adversary, encrypted for a user's current key by the implementation under test. */
  readonly encryptByDO: (name: DU, message: GT) => Ciphertext;
  /** One of two messages, encrypted for the target's current key; asked once. */
  readonly challenge: (name: DU, m0: GT, m1: GT) => Ciphertext;
  /** y, of the delegatees' hospital. */
  readonly masterSecretOfDU: Scalar;
}

/** The queries left when `Target` is challenged: none that would open the challenge. */
export interface Challenged<Target extends DU> extends Omit<Game, "challenge" | "keyOfDU" | "replacePkDU"> {
  /** Both secrets. Never the target's, nor those of a user whose key was replaced. */
  readonly keyOfDU: (name: Exclude<DU, Target>) => DelegateeSecrets;
}

/** The same game once `Target` is challenged, as the types see it; the challenger enforces it in any case. */
export function goOn<Target extends DU>(game: Game, _target: Target): Challenged<Target> {
  return game;
}

/** An adversary: from its queries to its answer. */
export type Adversary = (game: Game) => 0 | 1;

/** The names of the challenger's oracles here. */
const NAMES = {
  h2: "authorityOfDU",
  publishedKey: "pkDU",
  partialKey: "partialKeyOfDU",
  privateKey: "keyOfDU",
  replaceKey: "replacePkDU",
  encrypt: "encryptByDO",
  masterSecret: "masterSecretOfDU",
};

/** Plays once, from a seed; an adversary that breaks a rule forfeits the play. */
export function play(adversary: Adversary, seed: string): Promise<PlayResult> {
  return playNamed(HOSPITAL_GAME, adversary, NAMES, "proven", seed);
}

/** An adversary to start from: it knows nothing yet. */
export const stub: Adversary = (game) => {
  const [m0, m1] = drawMessages(game);
  game.challenge("DU 1", m0, m1);
  return tossCoin(game.randomness);
};
