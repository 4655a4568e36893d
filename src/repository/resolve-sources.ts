/**
 * From the words of a command line to the files that they mean, in the order of the words; folders are walked in the
 * order of their names.
 *
 * A path that exists wins over the name of a protocol. TypeScript of a folder is only taken below the folder of
 * protocols, as it is run. Links to folders are not followed inside a folder, so that a walk always ends.
 */
import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { explainFailure } from "../files/read-text.ts";
import { suggestNearest } from "../core/diagnostic/suggest.ts";
import type { Source } from "../lenses/source.ts";

export type { Source } from "../lenses/source.ts";

/** The resolution of a word, or why there is none. */
export interface Resolution {
  readonly sources: readonly Source[];
  readonly diagnostics: readonly { readonly source: string; readonly diagnostic: Diagnostic }[];
}

/** Where `protocol/` is, seen from the working folder. */
export const PROTOCOL_FOLDER = "protocol";
const DESCRIPTION = "protocol.ts";
const NOT_ENTERED = new Set(["node_modules"]);

/** Resolves words one by one; a word that stands for nothing does not stop the others. A file counts once. */
export function resolveSources(words: readonly string[], protocolFolder: string = PROTOCOL_FOLDER): Resolution {
  const sources = new Map<string, Source>();
  const diagnostics: { source: string; diagnostic: Diagnostic }[] = [];
  const warn = (source: string, diagnostic: Diagnostic): void => {
    diagnostics.push({ source, diagnostic });
  };
  for (const word of words) {
    try {
      for (const source of resolveWord(word, protocolFolder, warn)) {
        if (!sources.has(source.path)) sources.set(source.path, source);
      }
    } catch (error) {
      if (!(error instanceof DiagnosticError)) throw error;
      for (const diagnostic of error.diagnostics) warn(word, diagnostic);
    }
  }
  return { sources: [...sources.values()], diagnostics };
}

/** The names of the protocols below `protocol/`, in order. Empty where there is no such folder. */
export function listProtocols(protocolFolder: string = PROTOCOL_FOLDER): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(protocolFolder, { withFileTypes: true });
  } catch {
    return [];
  }
  const folders = entries.filter((entry) => isFile(join(protocolFolder, entry.name, DESCRIPTION)));
  return sortByName(folders).map((entry) => entry.name);
}

function resolveWord(
  word: string,
  protocolFolder: string,
  warn: (source: string, diagnostic: Diagnostic) => void,
): Source[] {
  const stats = statOf(word);
  if (stats?.isDirectory()) {
    const walked = walkFolder(word, warn);
    const found = walked.filter((source) => source.kind === "spdl" || liesBelow(source.path, protocolFolder));
    for (const source of walked) if (!found.includes(source)) warn(source.source, explainLeft(source));
    if (found.length === 0) throw new DiagnosticError([diagnose("AS106", `No protocol in ${word}.`)]);
    return found;
  }
  if (stats !== undefined) {
    const kind = kindOf(word);
    if (kind !== undefined) return [{ kind, source: word, path: word }];
    throw new DiagnosticError([diagnose("AS107", `${word} is neither a description nor an SPDL model.`)]);
  }
  const path = join(protocolFolder, word, DESCRIPTION);
  if (isName(word) && isFile(path)) return [{ kind: "description", source: word, path }];
  const nearest = suggestNearest(word, listProtocols(protocolFolder));
  const help = nearest === undefined ? {} : { help: `Did you mean ${nearest}?` };
  throw new DiagnosticError([diagnose("AS102", `No protocol, file or folder ${word}.`, help)]);
}

/** Running a file is more than reading it: a folder of models that somebody sent must not do it. */
function explainLeft({ path }: Source): Diagnostic {
  const help = `Name it if you trust it: assay verify ${path}`;
  return diagnose("AS119", `${path} is TypeScript and was not run.`, { help });
}

/** True for what really lies there, whatever links lead to it. */
function liesBelow(path: string, folder: string): boolean {
  try {
    const within = relative(realpathSync(folder), realpathSync(path));
    return within !== "" && !within.startsWith("..") && !isAbsolute(within);
  } catch {
    return false;
  }
}

function walkFolder(folder: string, warn: (source: string, diagnostic: Diagnostic) => void): Source[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { message } = explainFailure(folder, error);
    warn(folder, diagnose("AS110", message));
    return [];
  }
  const found: Source[] = [];
  for (const entry of sortByName(entries)) {
    const { name } = entry;
    const path = join(folder, name);
    if (entry.isDirectory()) {
      if (!NOT_ENTERED.has(name) && !name.startsWith(".")) found.push(...walkFolder(path, warn));
    } else if (name === DESCRIPTION) found.push({ kind: "description", source: path, path });
    else if (name.endsWith(".spdl")) found.push({ kind: "spdl", source: path, path });
  }
  return found;
}

/** The folder that a description stands in: its expectations are there. */
export function folderOf(source: Source): string {
  return dirname(source.path);
}

function kindOf(path: string): Source["kind"] | undefined {
  const name = basename(path);
  if (name.endsWith(".spdl")) return "spdl";
  return /\.m?ts$/.test(name) && !name.endsWith(".d.ts") ? "description" : undefined;
}

function isName(word: string): boolean {
  return word !== "" && !/[\\/\0]/.test(word) && !word.startsWith(".");
}

function statOf(path: string): ReturnType<typeof statSync> {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (path.includes("\0") || (error instanceof Error && "code" in error && error.code === "ENOTDIR"))
      return undefined;
    throw new DiagnosticError([explainFailure(path, error)]);
  }
}

function isFile(path: string): boolean {
  return statOf(path)?.isFile() ?? false;
}

/** By code units: the same on every machine, whatever its language. */
function sortByName(entries: readonly Dirent[]): Dirent[] {
  return [...entries].sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
