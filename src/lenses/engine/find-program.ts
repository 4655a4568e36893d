/**
 * Where an installed program is: where the environment says, else where the project says, else on the PATH.
 *
 * A place that was named and is wrong is an error, never a reason to look elsewhere: whoever names a program wants that
 * one. A program that does not say which version it is, is not the one that was looked for.
 */
import { accessSync, constants, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import { runProgram } from "./run-program.ts";

/** The marks by which a program is known. */
export interface ProgramFacts<Variable extends string> {
  /** The environment variable that may name it. */
  readonly variable: Variable;
  /** Its names in distributions. */
  readonly names: readonly string[];
  /** The arguments that print its version. */
  readonly versionArguments: readonly string[];
  /** The version in what was printed; undefined where another program speaks. */
  readonly readVersion: (printed: string) => string | undefined;
  /** Its name in sentences. */
  readonly title: string;
  /** The version whose output was compared. */
  readonly known: string;
  /** The diagnostics of one that is not there, and of one that is not what it should be. */
  readonly explains: Readonly<Record<"missing" | "wrong", (message: string) => Diagnostic>>;
  /** Warns of a version that was never compared. */
  readonly warnOfVersion: (program: InstalledProgram) => Diagnostic | undefined;
}

/** The source of the program's path. */
export type Origin<Variable extends string = string> = Variable | "assay.config.yaml" | "PATH";

/** A program that answers. */
export interface InstalledProgram<Variable extends string = string> {
  readonly path: string;
  readonly version: string;
  readonly from: Origin<Variable>;
}

/** The result of looking for the program. */
export type ProgramSearch<Variable extends string = string> =
  | { readonly is: "found"; readonly program: InstalledProgram<Variable> }
  /** Nothing on the PATH, and nothing was named. */
  | { readonly is: "missing" }
  /** Something was named, or found, that does not work. */
  | { readonly is: "wrong"; readonly path: string; readonly from: Origin<Variable>; readonly why: string };

/** Where to look. */
export interface Places {
  /** The value of the environment variable. */
  readonly environment: string | undefined;
  /** The path in the project's configuration. */
  readonly configured: string | undefined;
  /** The folders of the PATH, as one text. */
  readonly path: string;
}

const VERSION_MILLISECONDS = 10_000;
const VERSION_CHARACTERS = 65_536;

/** Finds a program and asks for its version. */
export async function findProgram<Variable extends string>(
  facts: ProgramFacts<Variable>,
  places: Places,
  signal: AbortSignal,
): Promise<ProgramSearch<Variable>> {
  const place = locate(facts, places);
  if (place === undefined) return { is: "missing" };
  const { path, from } = place;
  if (!isProgram(path)) return { is: "wrong", path, from, why: "it is no program that can be run" };
  const limits = { milliseconds: VERSION_MILLISECONDS, characters: VERSION_CHARACTERS, signal };
  const ended = await runProgram(path, facts.versionArguments, tmpdir(), limits);
  if (ended.is === "ended") {
    const version = facts.readVersion(`${ended.printed.stdout}\n${ended.printed.stderr}`);
    if (version !== undefined) return { is: "found", program: { path, version, from } };
  }
  const why = ended.is === "timeout" ? "it does not answer when asked for its version" : "it does not say its version";
  return { is: "wrong", path, from, why };
}

/** Where this process looks for a program. */
export function listPlaces(
  { variable }: Pick<ProgramFacts<string>, "variable">,
  environment: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
): Places {
  return { environment: environment[variable], configured, path: environment["PATH"] ?? "" };
}

/** Why there is none, and what to do. */
export function explainSearch(
  { title, explains }: Pick<ProgramFacts<string>, "title" | "explains">,
  search: Exclude<ProgramSearch, { is: "found" }>,
): Diagnostic {
  if (search.is === "missing") {
    return explains.missing(`${title} is not installed, or not where it is looked for.`);
  }
  const named = search.from === "PATH" ? "is on the PATH" : `is named by ${search.from}`;
  return explains.wrong(`${search.path} ${named}, but ${search.why}.`);
}

function locate<Variable extends string>(
  { variable, names }: ProgramFacts<Variable>,
  { environment, configured, path }: Places,
): { path: string; from: Origin<Variable> } | undefined {
  if (environment !== undefined && environment !== "") return { path: expand(environment, path), from: variable };
  if (configured !== undefined) return { path: expand(configured, path), from: "assay.config.yaml" };
  for (const name of names) {
    const found = lookUp(name, path);
    if (found !== undefined) return { path: found, from: "PATH" };
  }
  return undefined;
}

/** A word without a folder is looked up on the PATH, as in a shell. */
function expand(named: string, path: string): string {
  if (isAbsolute(named) || /[\\/]/.test(named)) return resolve(named);
  return lookUp(named, path) ?? resolve(named);
}

function lookUp(name: string, path: string): string | undefined {
  const folders = path.split(delimiter).filter(isAbsolute);
  return folders.map((folder) => join(folder, name)).find(isProgram);
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
