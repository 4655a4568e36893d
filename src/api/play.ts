/** The games of a protocol, as a function: what `assay play` does, without a terminal. */
import { explainMissingPeer } from "../repository/peers.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { PlayedGame } from "../lenses/games/campaign/render.ts";
import type { ProtocolSource } from "./sources.ts";

/** Options of games. */
export interface PlayOptions {
  /** One game or a family of them, by name; none: all of the protocol. */
  readonly game?: string;
  /** One adversary that ships, by name, or a file that ends in .ts; none: all that ship. */
  readonly adversary?: string;
  /** Plays of each adversary; 600 where nothing is said. */
  readonly plays?: number;
  /** What all randomness is derived from: equal seeds give equal results. */
  readonly seed?: string;
  /** How sure the intervals are; 0.99 where nothing is said. */
  readonly confidence?: number;
  /** Seconds that an adversary may take for one play. */
  readonly timeLimitSeconds?: number;
  /** Threads; as many as the machine has where nothing is said. */
  readonly workers?: number;
  /** Ends the games; those that were played to their end are in the result. */
  readonly signal?: AbortSignal;
}

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
