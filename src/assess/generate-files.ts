/**
 * Generates the lenses' files from the protocols, such as SPDL models and BAN derivations: written, or compared with what is there.
 *
 * Generated files are committed and reviewed as diffs; a comparison that finds a difference fails in CI. A file of a
 * protocol that is gone counts as a difference.
 */
import { type Dirent, readdirSync } from "node:fs";
import { join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { explainError } from "../files/explain-error.ts";
import { readTextIfPresent } from "../files/read-text.ts";
import { writeText } from "../files/write-text.ts";
import type { Generator } from "../lenses/generator.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import { listProtocols, resolveSources } from "../repository/resolve-sources.ts";
import type { SourceDiagnostic } from "./events.ts";

/** The state of one generated file: written, or what would be. */
export interface GeneratedFile {
  readonly path: string;
  readonly state: "unchanged" | "changed" | "new" | "orphaned";
}

export interface Generation {
  readonly files: readonly GeneratedFile[];
  readonly diagnostics: readonly SourceDiagnostic[];
}

/** Where generation goes from and to, and who generates. */
export interface GenerationPlan {
  readonly protocols: string;
  /** The folder that lenses have their folders in. */
  readonly root: string;
  readonly generators: readonly Generator[];
}

/** Generates the files of every protocol; `compare` only looks. */
export async function generateFiles(
  { protocols, root, generators }: GenerationPlan,
  mode: "write" | "compare",
  loadProtocol: LoadProtocol,
): Promise<Generation> {
  const names = listProtocols(protocols);
  if (names.length === 0) {
    const diagnostic = diagnose("AS106", `No protocol in ${protocols}/.`);
    return { files: [], diagnostics: [{ source: protocols, diagnostic }] };
  }
  const { sources } = resolveSources(names.map((name) => join(protocols, name, "protocol.ts")));
  const diagnostics: SourceDiagnostic[] = [];
  const files = new Map<string, GeneratedFile>();
  for (const source of sources) {
    try {
      const { description, model } = await loadProtocol(source.path);
      const protocol = { title: model.name, path: source.path.split("\\").join("/"), description, model };
      for (const { path, text, losses } of await writeAll(generators, protocol, root)) {
        if (files.has(path)) {
          throw new DiagnosticError([diagnose("AS402", `${source.path} has the name of another protocol.`)]);
        }
        const state = compareText(path, text);
        // Only what is written is said to be.
        if (mode === "write" && state !== "unchanged") {
          writeText(path, text);
          diagnostics.push(...losses.map((diagnostic) => ({ source: source.source, diagnostic })));
        }
        files.set(path, { path, state });
      }
    } catch (error) {
      for (const diagnostic of explainError(error)) diagnostics.push({ source: source.source, diagnostic });
    }
  }
  const present = generators.flatMap((one) => listPresent(one, join(root, one.folder), names));
  const orphans = diagnostics.some(({ diagnostic }) => diagnostic.severity === "error")
    ? []
    : present.filter((path) => !files.has(path));
  const orphaned = orphans.map((path): GeneratedFile => ({ path, state: "orphaned" }));
  return { files: [...files.values(), ...orphaned], diagnostics };
}

interface Written {
  readonly path: string;
  readonly text: string;
  readonly losses: readonly Diagnostic[];
}

async function writeAll(
  generators: readonly Generator[],
  protocol: Parameters<Generator["write"]>[0],
  root: string,
): Promise<readonly Written[]> {
  const written = generators.map(async ({ folder, write }) =>
    (await write(protocol)).map(({ name, text, losses = [] }) => ({ path: join(root, folder, name), text, losses })),
  );
  return (await Promise.all(written)).flat();
}

function compareText(path: string, text: string): GeneratedFile["state"] {
  const present = readTextIfPresent(path);
  if (present === undefined) return "new";
  return present === text ? "unchanged" : "changed";
}

function listPresent({ layout, files }: Generator, folder: string, names: readonly string[]): string[] {
  const folders = layout === "one" ? [folder] : names.map((name) => join(folder, name));
  return folders.flatMap((one) => listFiles(one, files));
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
