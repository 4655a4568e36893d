/** The project's own models, by name. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const FOLDERS = ["../../scyther", "../../src/lenses/scyther/fixtures", "../regressions"];
const MOST_CHARACTERS = 20_000;

/** The texts of all models that are not too long to be changed quickly. */
export function readCorpus(): string[] {
  return FOLDERS.flatMap((folder) => walk(fileURLToPath(new URL(folder, import.meta.url))))
    .sort()
    .map((path) => readFileSync(path, "utf8"))
    .filter((text) => text.length <= MOST_CHARACTERS);
}

function walk(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return walk(path);
    return entry.name.endsWith(".spdl") ? [path] : [];
  });
}
