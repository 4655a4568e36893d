/** The games that are generated from a protocol, as files of its folder below games/. */
import { fileURLToPath } from "node:url";
import { writeGames } from "./generate/write-games.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import { readText } from "../../files/read-text.ts";
import type { GeneratedText } from "../generator.ts";
import { chooseTarget } from "./workers/choose-campaigns.ts";

/** The generated files of one protocol; none where it has no games. */
export function generateGames(description: Description): GeneratedText[] {
  const read = (path: string): string => readText(fileURLToPath(new URL(path, import.meta.url)));
  const files = writeGames(description, chooseTarget(description.name), read);
  return files.map(({ name, text }) => ({ name: `${description.name}/${name}`, text }));
}
