/**
 * Runs a person's file whose imports are "assay" and TypeScript files beside it: types are cut out, and the modules are called.
 *
 * Most descriptions are such files, and jiti, which does the others, takes longer to load than they take to verify.
 */
import { existsSync, statSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { compileFunction } from "node:vm";
import { readText } from "../files/read-text.ts";
import { eraseTypes, needsCompiler } from "../files/erase-types.ts";

/** A module as it runs: what it has exported so far. */
type Exports = Record<string, unknown>;

/** An import that is for jiti. */
class Unknown extends Error {
  override readonly name = "Unknown";
}

/** Names that only Node.js's CommonJS provides; a file that mentions one is run by jiti. */
const OF_NODE = /\b(require|module|exports|__dirname|__filename)\b/;

/** The exports of a file, or undefined where it is not such a file. Throws whatever the file throws, or SyntaxError. */
export function runErased(path: string, assay: object): Exports | undefined {
  const modules = new Map<string, Exports>();
  const run = (file: string): Exports => {
    const known = modules.get(file);
    if (known !== undefined) return known;
    const source = readText(file);
    if (needsCompiler(source) || OF_NODE.test(source)) throw new Unknown();
    const exports: Exports = {};
    modules.set(file, exports);
    const load = (specifier: string): object => (specifier === "assay" ? assay : run(findBeside(file, specifier)));
    const call = compileFunction(eraseTypes(source, file), ["require", "exports"], { filename: file });
    call.call(undefined, load, exports);
    return exports;
  };
  try {
    return run(path);
  } catch (error) {
    if (error instanceof Unknown) return undefined;
    throw error;
  }
}

/** A TypeScript file that an import names with its ending. */
function findBeside(from: string, specifier: string): string {
  const path = resolve(dirname(from), specifier);
  if (/^\.{1,2}\//.test(specifier) && specifier.endsWith(".ts") && existsSync(path) && statSync(path).isFile())
    return path;
  throw new Unknown();
}
