/** Which sources a change touches, by what git says has changed since a commit. */
import { dirname, normalize, relative, sep } from "node:path";
import { execa } from "execa";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { CONFIG_FILE } from "./find-repository.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Source } from "./resolve-sources.ts";

/** Files below the working folder that are not as in a commit, new ones included. Throws DiagnosticError (AS114). */
export async function listChangedFiles(reference: string, folder: string = "."): Promise<readonly string[]> {
  const changed = await askGit(folder, [
    "diff",
    "--relative",
    "--name-only",
    "-z",
    "--end-of-options",
    reference,
    "--",
  ]);
  const added = await askGit(folder, ["ls-files", "--others", "--exclude-standard", "-z"]);
  return [...new Set([...changed, ...added])];
}

/**
 * The sources that may be judged otherwise than before: those with a changed file in their folder; all, when the
 * configuration or code beside the protocols' folders has changed.
 */
export function chooseChanged(
  sources: readonly Source[],
  changed: readonly string[],
  protocols: string,
): readonly Source[] {
  const folders = sources.map(({ path }) => normalize(dirname(path)));
  const isInside = (file: string, folder: string): boolean =>
    folder === "." || !relative(folder, file).startsWith(`..${sep}`);
  const isShared = (file: string): boolean =>
    file === CONFIG_FILE ||
    (isInside(file, normalize(protocols)) &&
      !folders.some((folder) => isInside(file, folder)) &&
      /\.[cm]?[jt]s$/.test(file));
  const files = changed.map((file) => normalize(file));
  if (files.some(isShared)) return sources;
  return sources.filter((_, i) => files.some((file) => isInside(file, folders[i] ?? ".")));
}

async function askGit(folder: string, words: readonly string[]): Promise<readonly string[]> {
  const result = await execa("git", words, { cwd: folder, reject: false, stdin: "ignore", stripFinalNewline: false });
  if (result.failed) {
    const [said = ""] = (result.stderr || result.shortMessage || "").split("\n");
    throw new DiagnosticError([diagnose("AS114", `Git could not list changes: ${said.slice(0, 200)}.`)]);
  }
  return result.stdout.split("\0").filter((name) => name !== "");
}
