/** Writes result files: whole or not at all, in folders that are made as needed. */
import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";
import { nameDraft, removeAbandoned, removeQuietly } from "./remove-drafts.ts";

/** Writes a text file through a draft beside it. Throws DiagnosticError (AS401) where that is not possible. */
export function writeText(path: string, text: string): void {
  const draft = join(dirname(path), nameDraft(randomUUID()));
  try {
    mkdirSync(dirname(path), { recursive: true });
    removeAbandoned(dirname(path));
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    removeQuietly(draft);
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new DiagnosticError([diagnose("AS401", `${path} cannot be written${code}.`)]);
  }
}
