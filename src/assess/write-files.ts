/**
 * Writes a set of result files: all are complete before the first is put in its place, so that whoever stops the process
 * leaves whole files, old or new.
 *
 * Drafts of a process that is no more are removed by the next one.
 */
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";

/** A file to be; its name is relative to a folder. */
export interface NamedText {
  readonly name: string;
  readonly text: string;
}

const DRAFT = /^\.draft-(\d+)$/;

/** Writes the files, and removes others by name. Throws DiagnosticError (AS401) where that is not possible. */
export function writeFiles(folder: string, files: readonly NamedText[], obsolete: readonly string[]): void {
  const drafts = join(folder, `.draft-${process.pid}`);
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

function removeAbandoned(folder: string): void {
  for (const name of readdirSync(folder)) {
    const id = DRAFT.exec(name)?.[1];
    if (id !== undefined && !isAlive(Number(id))) removeQuietly(join(folder, name));
  }
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch (error) {
    // EPERM: there is one, of somebody else.
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function removeQuietly(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // What cannot be removed was never there, or is not ours to remove.
  }
}
