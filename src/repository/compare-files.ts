/** Compares files on disk with their expected content: the reports of the current sources. */
import { join } from "node:path";
import { readTextIfPresent } from "../files/read-text.ts";
import type { NamedText } from "../files/write-files.ts";

/** A file that is not what it should be. */
export interface Drift {
  readonly name: string;
  readonly state: "missing" | "different" | "obsolete";
}

/** Compares a folder with these files; `obsolete` are names that should not be there. */
export function compareFiles(
  folder: string,
  files: readonly NamedText[],
  obsolete: readonly string[],
  normalise: (file: NamedText) => string,
): readonly Drift[] {
  const drifts = files.flatMap((file): Drift[] => {
    const text = readTextIfPresent(join(folder, file.name));
    if (text === undefined) return [{ name: file.name, state: "missing" }];
    const isSame = normalise({ name: file.name, text }) === normalise(file);
    return isSame ? [] : [{ name: file.name, state: "different" }];
  });
  return [...drifts, ...obsolete.map((name): Drift => ({ name, state: "obsolete" }))];
}
