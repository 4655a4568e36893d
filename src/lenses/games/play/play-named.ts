/** One play in which the adversary has the oracles under the names of a protocol. */
import { loadBackend } from "../../../live/crypto/suite.ts";
import { TARGETS } from "../scheme/scheme.ts";
import type { Game } from "./game.ts";
import { playOnce, type PlayResult } from "./play.ts";

/** The names of a protocol for the oracles of a game. */
export type OracleNames = Readonly<Record<string, string>>;

/** Plays once, from a seed; `asks` is what the protocol's parties ask of a delegatee's key. */
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

/** The same view with other names; what has no other name keeps its own. */
export function renameOracles(view: object, names: OracleNames): object {
  return Object.fromEntries(Object.entries(view).map(([name, value]) => [names[name] ?? name, value as unknown]));
}
