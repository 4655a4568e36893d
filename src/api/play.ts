/** The games of a protocol, as a function: what `assay play` does, without a terminal. */
import { explainMissingPeer } from "../files/peers.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { PlayedGame } from "../lenses/games/campaign/render.ts";
import type { PlayOptions } from "./play-games.ts";
import type { ProtocolSource } from "./sources.ts";

/** Plays games. Throws DiagnosticError for a source, game or adversary that there is not, and where a package is missing. */
export async function play(source: ProtocolSource, options: PlayOptions = {}): Promise<readonly PlayedGame[]> {
  try {
    const { playGames } = await import("./play-games.ts");
    return await playGames(source, options);
  } catch (error) {
    const missing = explainMissingPeer(error);
    throw missing === undefined ? error : new DiagnosticError([missing]);
  }
}
