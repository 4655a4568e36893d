/** Anything thrown, as diagnostics: those of a person's files as they are, everything else as a bug of ours. */
import { type Diagnostic, DiagnosticError } from "../diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";
import { explainMissingPeer } from "./peers.ts";

/** The diagnostics in an error; an error without any is a bug of ours. */
export function explainError(error: unknown): readonly Diagnostic[] {
  if (error instanceof DiagnosticError) return error.diagnostics;
  const missing = explainMissingPeer(error);
  if (missing !== undefined) return [missing];
  const what = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return [diagnose("AS901", `Assay failed: ${what}`)];
}
