/**
 * What is generated from the protocols, models for other people's tools and BAN derivations: written, or compared with what is there.
 *
 * They are committed and reviewed as diffs; a comparison that finds a difference fails in CI. A file of a protocol that
 * is gone counts as a difference.
 */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { SourceDiagnostic } from "./events.ts";
import { generateDerivations } from "./ban/generate-derivations.ts";
import { diagnose } from "../repository/diagnostics.ts";
import { explainError } from "../repository/explain-error.ts";
import { generateGames } from "./games/generate-games.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import { FORMATS, type WrittenModels } from "./model-formats.ts";
import { readTextIfPresent } from "../repository/read-text.ts";
import { listProtocols, resolveSources } from "../repository/resolve-sources.ts";
import { writeText } from "../repository/write-text.ts";

/** What happened to one generated file, or what would. */
export interface GeneratedFile {
  readonly path: string;
  readonly state: "unchanged" | "changed" | "new" | "orphaned";
}

export interface Generation {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly SourceDiagnostic[];
}

/** The folders that generation goes from and to. */
export interface GenerationFolders {
  readonly protocols: string;
  /** The models for other people's tools. */
  readonly models: readonly WrittenModels[];
  /** Undefined: no derivations. */
  readonly derivations?: string;
  /** Undefined: no games. */
  readonly games?: string;
}

/** Generates the model, the derivations and the games of every protocol; `compare` only looks. */
export async function generateModels(
  { protocols, models, derivations, games }: GenerationFolders,
  mode: "write" | "compare",
  loadProtocol: LoadProtocol,
): Promise<Generation> {
  const names = listProtocols(protocols);
  if (names.length === 0) {
    const diagnostic = diagnose("AS106", `There is no protocol in ${protocols}/.`);
    return { files: [], diagnostics: [{ source: protocols, diagnostic }] };
  }
  const { sources } = resolveSources(names.map((name) => join(protocols, name, "protocol.ts")));
  const diagnostics: SourceDiagnostic[] = [];
  const files = new Map<string, GeneratedFile>();
  for (const source of sources) {
    try {
      const { description, model } = await loadProtocol(source.path);
      const path = source.path.split("\\").join("/");
      const generated = models.map(({ format, folder }) => {
        const { ending, write } = FORMATS[format];
        return {
          path: join(folder, `${model.name}.${ending}`),
          text: write({ title: model.name, path, description, model }),
        };
      });
      if (derivations !== undefined) generated.push(...generateDerivations(description, derivations));
      if (games !== undefined) generated.push(...generateGames(description, games));
      for (const { path, text } of generated) {
        if (files.has(path)) {
          throw new DiagnosticError([diagnose("AS402", `${source.path} has the name of another protocol.`)]);
        }
        const state = compareText(path, text);
        // Only what is written is said to be.
        if (mode === "write" && state !== "unchanged") writeText(path, text);
        files.set(path, { path, state });
      }
    } catch (error) {
      for (const diagnostic of explainError(error)) diagnostics.push({ source: source.source, diagnostic });
    }
  }
  const present = [
    ...models.flatMap(({ format, folder }) => listFiles(folder, new RegExp(`\\.${FORMATS[format].ending}$`))),
    ...(derivations === undefined ? [] : listFiles(derivations, /\.(md|json|tex)$/)),
    ...(games === undefined ? [] : names.flatMap((name) => listFiles(join(games, name), /\.game\.(test\.)?ts$/))),
  ];
  const orphans = diagnostics.length > 0 ? [] : present.filter((path) => !files.has(path));
  const orphaned = orphans.map((path): GeneratedFile => ({ path, state: "orphaned" }));
  return { files: [...files.values(), ...orphaned], diagnostics };
}

function compareText(path: string, text: string): GeneratedFile["state"] {
  const present = readTextIfPresent(path);
  if (present === undefined) return "new";
  return present === text ? "unchanged" : "changed";
}

function listFiles(folder: string, ending: RegExp): string[] {
  let entries: Dirent[];
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile() && ending.test(entry.name))
    .map((entry) => join(folder, entry.name))
    .sort();
}
