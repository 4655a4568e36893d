/** The settings in which the running system of a description can be watched. */
import { loadSystem } from "../../../live/system/find-system.ts";
import { WIRE_GAME } from "./challenger.ts";

/** Lists them where a game on one may be meant, misspelt or not; a system is not loaded for another game. */
export async function listSettings(path: string, game: string | undefined): Promise<readonly string[]> {
  if (game !== undefined && !game.startsWith(WIRE_GAME.slice(0, 4))) return [];
  return (await loadSystem(path))?.watched?.map(({ name }) => name) ?? [];
}
