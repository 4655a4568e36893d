/** The games that are generated from a protocol, as files of its folder below games/. */
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { writeGames } from "../../lenses/games/generate/write-games.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import { readText } from "../../repository/read-text.ts";
import { chooseTarget } from "./choose-campaigns.ts";

/** Where the games are, seen from the working folder. */
export const GAME_FOLDER = "games";

/** The generated files of one protocol; none where it has no games. */
export function generateGames(description: Description, folder: string): { path: string; text: string }[] {
  const read = (path: string): string =>
    readText(fileURLToPath(new URL(`../../lenses/games/${path}`, import.meta.url)));
  const files = writeGames(description, chooseTarget(description.name), read);
  return files.map(({ name, text }) => ({ path: join(folder, description.name, name), text }));
}
