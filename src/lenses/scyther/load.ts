/**
 * From a path to a model: reads a file and its includes, follows its options, compiles and checks it.
 *
 * Nothing is read but through the function that is passed in. Every failure is a DiagnosticError whose diagnostics
 * have their place and source line.
 */
import { capDiagnostics } from "../../core/diagnostic/cap.ts";
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { compileSpdl } from "./compile.ts";
import { parseSwitches } from "./parse-switches.ts";
import { diagnose } from "./diagnostics.ts";
import type { Settings } from "./settings.ts";
import type { SpdlFile } from "./syntax/ast.ts";
import { type ParsedSpdl, parseSpdl } from "./syntax/parse.ts";
import { fail, quoteSource, type ReadText, type Sources } from "./syntax/source.ts";

/** A model that came from SPDL text. */
export interface LoadedSpdl {
  readonly model: Model;
  /** The parsed file that the model was made from. */
  readonly parsed: ParsedSpdl;
  /** The settings that apply: those passed in, overruled by the file's own options. */
  readonly settings: Settings;
  readonly warnings: readonly Diagnostic[];
}

/** Loads a model. Throws DiagnosticError for a file that cannot be read, parsed or compiled. */
export function loadSpdl(path: string, read: ReadText, settings: Settings = {}): LoadedSpdl {
  const sources: Sources = new Map();
  try {
    const main = read(path);
    if (main === undefined)
      return fail("SP115", `The file ${path} cannot be read.`, { file: path, line: 1, column: 1 });
    const loaded = buildModel(parseSpdl(main, read, sources), nameModel(path), settings);
    return { ...loaded, warnings: finish(loaded.warnings, path, sources) };
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    throw new DiagnosticError(finish(error.diagnostics, path, sources));
  }
}

/** So many as are read, with their source lines. */
function finish(diagnostics: readonly Diagnostic[], path: string, sources: Sources): Diagnostic[] {
  const start = { file: path, line: 1, column: 1 };
  const tell = (more: number): Diagnostic => diagnose("SP406", `There are ${more} more.`, start);
  return capDiagnostics(diagnostics, tell).map((diagnostic) => quoteSource(diagnostic, sources));
}

/** Compiles a parsed file under its own options; also for texts that were never files. */
export function buildModel(parsed: ParsedSpdl, name: string, settings: Settings = {}): LoadedSpdl {
  const options = readOptions(parsed.file);
  const effective = { ...settings, ...options.settings };
  if (options.diagnostics.some((diagnostic) => diagnostic.severity === "error")) {
    throw new DiagnosticError([...options.diagnostics, ...findErrors(parsed, name, effective)]);
  }
  const claims = effective.autoClaims === true ? "standard" : "as written";
  const { model, warnings } = compileSpdl(parsed, name, effective.match ?? 0, claims);
  return {
    model,
    parsed,
    settings: effective,
    warnings: [...options.diagnostics, ...warnings.filter((warning) => !isSettled(warning, effective))],
  };
}

/** A model without claims of its own gets the standard ones. */
function isSettled(warning: Diagnostic, settings: Settings): boolean {
  return warning.code === "SP312" && settings.autoClaims === true;
}

/** Finds what else is wrong with a file whose options are already wrong. */
function findErrors(parsed: ParsedSpdl, name: string, settings: Settings): readonly Diagnostic[] {
  try {
    return compileSpdl(parsed, name, settings.match ?? 0).warnings;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics;
    throw error;
  }
}

function readOptions(file: SpdlFile): { settings: Settings; diagnostics: Diagnostic[] } {
  let settings: Settings = {};
  const diagnostics: Diagnostic[] = [];
  for (const item of file.items) {
    if (item.kind !== "option") continue;
    const words = item.text.split(/[ \t]+/).filter((word) => word !== "");
    const parsed = parseSwitches(words, item.place);
    settings = { ...settings, ...parsed.settings };
    diagnostics.push(...parsed.diagnostics);
    if (parsed.settings.match === 2) {
      diagnostics.push(diagnose("SP405", "The file asks for untyped matching (--match=2).", item.place));
    }
  }
  return { settings, diagnostics };
}

/** The file's name without folders and without `.spdl`. */
function nameModel(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1).replace(/\.spdl$/, "");
}
