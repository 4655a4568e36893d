/**
 * Writes a set of result files: all are complete before the first is put in its place, so that whoever stops the process
 * leaves whole files, old or new.
 *
 * Drafts of a process that is no more are removed by the next one.
 */
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";
import { nameDraft, removeAbandoned, removeQuietly } from "./remove-drafts.ts";

/** A file to be; its name is relative to a folder. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

/** Writes the files, and removes others by name. Throws DiagnosticError (AS401) where that is not possible. */
export function writeFiles(folder: string, files: readonly NamedText[], obsolete: readonly string[]): void {
  const drafts = join(folder, nameDraft());
  let current = folder;
  try {
    mkdirSync(folder, { recursive: true });
    removeAbandoned(folder);
    mkdirSync(drafts, { recursive: true });
    for (const { name, text } of files) {
      current = join(folder, name);
      mkdirSync(dirname(join(drafts, name)), { recursive: true });
      writeFileSync(join(drafts, name), text);
    }
    for (const { name } of files) {
      current = join(folder, name);
      mkdirSync(dirname(current), { recursive: true });
      renameSync(join(drafts, name), current);
    }
    for (const name of obsolete) rmSync(join(folder, name), { force: true });
  } catch (error) {
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new DiagnosticError([diagnose("AS401", `${current} cannot be written${code}.`)]);
  } finally {
    removeQuietly(drafts);
  }
}
