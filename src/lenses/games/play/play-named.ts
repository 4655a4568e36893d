/** Plays a game in which the oracles have the names of a protocol. */
import { loadBackend } from "../../../live/crypto/suite.ts";
import { TARGETS } from "../scheme/scheme.ts";
import type { Game } from "./game.ts";
import { playOnce, type PlayResult } from "./play.ts";

/** The names of a protocol for the oracles of a game. */
export type OracleNames = Readonly<Record<string, string>>;

/**
 * Plays once, from a seed.
 * @param adversary Returns its answer from the view, whose oracles have the protocol's names.
 * @param names The protocol's name for each oracle; others keep theirs.
 * @param asks The check that the protocol's parties make on a delegatee's key.
 * @throws ChallengerFault if the challenger fails; never for the adversary's mistakes.
 */
export async function playNamed<View extends object, Answer, Seat>(
  game: Game<View, Answer>,
  adversary: (seat: Seat) => Answer,
  names: OracleNames,
  asks: keyof typeof TARGETS,
  seed: string,
): Promise<PlayResult> {
  const arena = { backend: await loadBackend("mcl"), target: TARGETS[asks] };
  return playOnce(game, { play: (view) => adversary(renameOracles(view, names) as Seat) }, arena, seed);
}

/** Returns the view with other names; an oracle without another name keeps its own. */
export function renameOracles(view: object, names: OracleNames): object {
  return Object.fromEntries(Object.entries(view).map(([name, value]) => [names[name] ?? name, value as unknown]));
}
