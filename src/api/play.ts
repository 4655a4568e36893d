/** The games of a protocol, as a function: what `assay play` does, without a terminal. */
import { explainMissingPeer } from "../files/peers.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { PlayedGame } from "../lenses/games/campaign/render.ts";
import type { PlayOptions } from "./play-games.ts";
import type { ProtocolSource } from "./sources.ts";

/**
 * Plays the games of a protocol against adversaries.
 * @param source The name of one protocol, its protocol.ts, or a protocol that the program has built.
 * @returns One result a game and adversary, with an interval that is corrected for how many there are.
 * @throws DiagnosticError for an unknown source, game or adversary, and for an optional package that is missing.
 * @example
 * const [first] = await play("phr-sharing", { game: "collusion", plays: 200 });
 * first?.verdict.distinguished;
 */
export async function play(source: ProtocolSource, options: PlayOptions = {}): Promise<readonly PlayedGame[]> {
  try {
    const { playGames } = await import("./play-games.ts");
    return await playGames(source, options);
  } catch (error) {
    const missing = explainMissingPeer(error);
    throw missing === undefined ? error : new DiagnosticError([missing]);
  }
}
