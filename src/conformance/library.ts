/** A library on disk: every model below a folder, by its path there. */
import { relative, sep } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { resolveSources } from "../repository/resolve-sources.ts";

/** The models of a folder. */
export interface Library {
  readonly folder: string;
  /** Names, with slashes and relative to the folder, to paths. */
  readonly models: ReadonlyMap<string, string>;
}

/** Finds the models of a folder. Throws DiagnosticError for one that is not there or has none. */
export function openLibrary(folder: string): Library {
  const { sources, diagnostics } = resolveSources([folder]);
  const models = sources
    .filter(({ kind, path }) => kind === "spdl" && path !== folder)
    .map(({ path }) => [relative(folder, path).split(sep).join("/"), path] as const);
  if (models.length > 0) return { folder, models: new Map(models) };
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics.map(({ diagnostic }) => diagnostic));
  throw new DiagnosticError([diagnose("AS106", `No SPDL model in ${folder}.`)]);
}
