/**
 * Loads a `protocol.ts`: runs it with this very package as "assay", and turns all that can go wrong into diagnostics.
 *
 * The file may lie in any folder, without node_modules. It is transpiled, not type-checked; the checks of
 * `protocol/check` reject what types would have. Nothing is cached: what is on disk is what is loaded.
 */
import { resolve } from "node:path";
import type { TransformOptions, TransformResult } from "jiti";
import { DiagnosticError, type Place } from "../core/diagnostic/diagnostic.ts";
import * as assay from "../index.ts";
import { complain } from "../core/protocol/check/rejection.ts";
import { describe } from "../core/protocol/dsl/describe.ts";
import { type Guard, UNGUARDED } from "../lenses/conditions.ts";
import { findImplementations } from "../core/protocol/dsl/uses.ts";
import { readBuilder } from "../core/protocol/dsl/protocol.ts";
import { project } from "../core/protocol/project/project.ts";
import { eraseTypes, needsCompiler } from "../files/erase-types.ts";
import { explainThrown } from "./explain-thrown.ts";
import { runErased } from "./run-erased.ts";
import type { LoadedProtocol } from "./loaded-protocol.ts";
import { readText } from "../files/read-text.ts";
import { SourceLines } from "./source-lines.ts";

/** How long a file may take to load, in milliseconds; only one that waits for something reaches it. */
const LOADING_LIMIT = 20_000;

/**
 * The description and model of a file that exports a protocol by default.
 * `limit` is how long it may take, in milliseconds; `guard` breaks off what does not yield. Throws DiagnosticError with places and source lines for everything that is wrong with it.
 */
export async function loadProtocol(
  file: string,
  limit: number = LOADING_LIMIT,
  guard: Guard = UNGUARDED,
): Promise<LoadedProtocol> {
  const text = readText(file);
  const path = resolve(file);
  const lines = new SourceLines(path, file, text);
  const start = { file, line: 1, column: 1 };
  if (text.trim() === "") {
    const help = "Export a protocol: export default protocol(name, { A: ..., B: ... }).message(...).";
    throw new DiagnosticError([complain("CP006", "The file is empty.", { place: start, help })]);
  }
  try {
    const exports = await runFile(path, limit, start, guard);
    return guard(() => readExports(exports, lines, start));
  } catch (error) {
    throw new DiagnosticError(explainThrown(error, lines, start).map((each) => lines.annotate(each)));
  }
}

/** Runs the file with types erased the quick way; what fails so is run again by the compiler, for the errors that it gives. */
async function runFile(
  path: string,
  milliseconds: number,
  start: Place,
  guard: Guard,
): Promise<Record<string, unknown>> {
  const ran = guard(() => tryErased(path));
  if (ran.is === "failed") {
    if (isOwn(ran.error)) throw ran.error;
    return importFile(path, "compiled", milliseconds, start);
  }
  try {
    if (ran.exports === undefined) return await importFile(path, "erased", milliseconds, start);
    await hearLate();
    return ran.exports;
  } catch (error) {
    if (isOwn(error)) throw error;
    return importFile(path, "compiled", milliseconds, start);
  }
}

type Tried =
  | { readonly is: "ran"; readonly exports: ReturnType<typeof runErased> }
  | { readonly is: "failed"; readonly error: unknown };

/** Runs the file the quick way. An error of the file is told apart from one of a guard. */
function tryErased(path: string): Tried {
  try {
    return { is: "ran", exports: runErased(path, assay) };
  } catch (error) {
    return { is: "failed", error };
  }
}

/** False for a proxy too that cannot be asked. */
function isOwn(error: unknown): boolean {
  try {
    return error instanceof DiagnosticError;
  } catch {
    return false;
  }
}

async function importFile(
  path: string,
  mode: "erased" | "compiled",
  milliseconds: number,
  start: Place,
): Promise<Record<string, unknown>> {
  const { createJiti } = await import("jiti");
  const options = {
    virtualModules: { assay },
    fsCache: false,
    moduleCache: false,
    interopDefault: false,
    tryNative: false,
  };
  const compiler = createJiti(path, options);
  const transform = (given: TransformOptions): TransformResult => {
    const { source, filename = path } = given;
    return { code: needsCompiler(source) ? compiler.transform(given) : eraseTypes(source, filename) };
  };
  const jiti = mode === "compiled" ? compiler : createJiti(path, { ...options, transform });
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, fail) => {
    const seconds = milliseconds / 1000;
    const diagnostic = complain("CP011", `The file did not finish loading in ${seconds} s: it waits for something.`, {
      place: start,
      help: "A protocol needs nothing external; remove the await.",
    });
    timer = setTimeout(() => fail(new DiagnosticError([diagnostic])), milliseconds);
  });
  try {
    const exports = await Promise.race([jiti.import<Record<string, unknown>>(path), limit]);
    await hearLate();
    return exports;
  } finally {
    clearTimeout(timer);
  }
}

/** Waits until late rejections and timers of the file are reported, before its export is used. */
function hearLate(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1));
}

function readExports(exports: Record<string, unknown>, lines: SourceLines, start: Place): LoadedProtocol {
  const exported = exports.default;
  if (exported === undefined) {
    const help = "Write `export default` before protocol(...).";
    throw new DiagnosticError([complain("CP001", "The file has no default export.", { place: start, help })]);
  }
  const recorded = readBuilder(exported);
  if (recorded === undefined) {
    const place = lines.findExport() ?? start;
    const help = 'Export the result of protocol(name, roles).message(...), imported from "assay".';
    throw new DiagnosticError([complain("CP002", "The default export is not a protocol.", { place, help })]);
  }
  const { description, diagnostics } = describe(recorded, (spot) => lines.locate(spot));
  if (description === undefined) throw new DiagnosticError(diagnostics);
  const warnings = diagnostics.map((each) => lines.annotate(each));
  return { description, model: project(description), warnings, implementations: findImplementations(recorded) };
}
