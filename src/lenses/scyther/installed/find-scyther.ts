/**
 * Where the installed Scyther is: where the environment says, else where the project says, else on the PATH.
 *
 * A place that was named and is wrong is an error, never a reason to look elsewhere: whoever names a program wants that
 * one.
 */
import { accessSync, constants, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, isAbsolute, join, resolve } from "node:path";
import { readVersion, VERSION_ARGUMENTS } from "./arguments.ts";
import { runProgram } from "./run-program.ts";

/** What said where it is. */
export type Origin = "ASSAY_SCYTHER" | "assay.config.yaml" | "PATH";

/** A Scyther that answers. */
export interface InstalledScyther {
  readonly path: string;
  readonly version: string;
  readonly from: Origin;
}

/** What was found. */
export type Search =
  | { readonly is: "found"; readonly scyther: InstalledScyther }
  /** Nothing on the PATH, and nothing was named. */
  | { readonly is: "missing" }
  /** Something was named, or found, that does not work. */
  | { readonly is: "wrong"; readonly path: string; readonly from: Origin; readonly why: string };

/** Where to look. */
export interface Places {
  /** What ASSAY_SCYTHER says. */
  readonly environment: string | undefined;
  /** What the project says. */
  readonly configured: string | undefined;
  /** The folders of the PATH, as one text. */
  readonly path: string;
}

/** What the program is called in its distributions. */
const NAMES = ["scyther", "scyther-linux", "scyther-mac", "scyther-w32.exe"] as const;
const VERSION_MILLISECONDS = 10_000;
const VERSION_CHARACTERS = 65_536;

/** Finds Scyther and asks for its version. */
export async function findScyther(places: Places, signal: AbortSignal): Promise<Search> {
  const place = locate(places);
  if (place === undefined) return { is: "missing" };
  const { path, from } = place;
  if (!isProgram(path)) return { is: "wrong", path, from, why: "it is no program that can be run" };
  const limits = { milliseconds: VERSION_MILLISECONDS, characters: VERSION_CHARACTERS, signal };
  const ended = await runProgram(path, VERSION_ARGUMENTS, tmpdir(), limits);
  if (ended.is === "ended") {
    const version = readVersion(`${ended.printed.stdout}\n${ended.printed.stderr}`);
    if (version !== undefined) return { is: "found", scyther: { path, version, from } };
  }
  const why = ended.is === "timeout" ? "it does not answer when asked for its version" : "it does not say its version";
  return { is: "wrong", path, from, why };
}

function locate({ environment, configured, path }: Places): { path: string; from: Origin } | undefined {
  if (environment !== undefined && environment !== "")
    return { path: expand(environment, path), from: "ASSAY_SCYTHER" };
  if (configured !== undefined) return { path: expand(configured, path), from: "assay.config.yaml" };
  for (const name of NAMES) {
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
