/** Writes result files: whole or not at all, in folders that are made as needed. */
import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";

/** Writes a text file through a draft beside it. Throws DiagnosticError (AS401) where that is not possible. */
export function writeText(path: string, text: string): void {
  const draft = join(dirname(path), `.${randomUUID()}.tmp`);
  try {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, path);
  } catch (error) {
    removeDraft(draft);
    const code = error instanceof Error && "code" in error ? ` (${String(error.code)})` : "";
    throw new DiagnosticError([diagnose("AS401", `${path} cannot be written${code}.`)]);
  }
}

function removeDraft(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // There is none: the folder itself is what is wrong.
  }
}
