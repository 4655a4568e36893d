/**
 * Loads an adversary from a TypeScript file: its default export is the function that plays.
 *
 * It runs on a thread of its own, which the challenger shares nothing with but a line of bytes; and with everything else that
 * a program may do. What it answers is checked; what it does to the machine is not.
 */
import { createHash } from "node:crypto";
import { resolve } from "node:path";
import { createJiti, type TransformOptions, type TransformResult } from "jiti";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import * as games from "../../../games.ts";
import type { FilePlay } from "../campaign/player.ts";
import { describeError } from "../play/referee.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { eraseTypes, needsCompiler } from "../../../files/erase-types.ts";
import { readText } from "../../../files/read-text.ts";

/** The function that a file exports. Throws DiagnosticError (AS122) where there is none. */
export async function loadAdversary(file: string): Promise<FilePlay> {
  readText(file);
  const path = resolve(file);
  const options = {
    virtualModules: { "assay/games": games },
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    tryNative: false,
  };
  const compiler = createJiti(path, options);
  const jiti = createJiti(path, { ...options, transform: (given) => transform(given, path, compiler.transform) });
  const exported = await jiti.import<Record<string, unknown>>(path).catch((error: unknown) => {
    throw new DiagnosticError([diagnose("AS122", `${file} cannot be loaded: ${describeError(error)}`)]);
  });
  const { default: play } = exported;
  if (typeof play !== "function")
    throw new DiagnosticError([diagnose("AS122", `${file} exports no function by default.`)]);
  return play as FilePlay;
}

/** Types cut out the quick way, as every play loads its adversary anew; the compiler does what that does not. */
function transform(
  given: TransformOptions,
  path: string,
  compile: (given: TransformOptions) => string,
): TransformResult {
  const { source, filename = path } = given;
  if (needsCompiler(source)) return { code: compile(given) };
  try {
    return { code: eraseTypes(source, filename) };
  } catch {
    return { code: compile(given) };
  }
}

/** A file's content by its hash, `sha256:...`: the same adversary on every machine. */
export function hashAdversary(file: string): string {
  return `sha256:${createHash("sha256").update(readText(file)).digest("hex")}`;
}
