/**
 * The repository that a command is about: the nearest folder upwards with an `assay.config.yaml`, as git looks for its own,
 * or the top of a git work tree that has a folder `protocol`.
 *
 * The search ends at the top of a work tree, so that a repository inside another is not taken for a part of it.
 */
import { existsSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";

/** The name of the configuration file, which marks a repository. */
export const CONFIG_FILE = "assay.config.yaml";

/** Where protocols are, unless a configuration says otherwise. */
const PROTOCOLS_FOLDER = "protocol";

/** The way from `from` to its repository, such as `../..`; `.` where `from` is one, or where there is none. */
export function findRepository(from: string = "."): string {
  const start = resolve(from);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, CONFIG_FILE))) return relative(start, folder) || ".";
    // Who never wrote a configuration still has protocols at the top of his work tree.
    const isTop = existsSync(join(folder, ".git"));
    if (isTop && existsSync(join(folder, PROTOCOLS_FOLDER))) return relative(start, folder) || ".";
    if (isTop || dirname(folder) === folder) return ".";
  }
}

/** Makes the repository the working folder, for commands that read and write all of it. */
export function enterRepository(): void {
  process.chdir(findRepository());
}
