/** Anything thrown, as diagnostics: those of a person's files as they are, everything else as a bug of ours. */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "./diagnostics.ts";
import { explainMissingPeer } from "./peers.ts";
import { readThrown } from "./read-thrown.ts";

/** The diagnostics in an error; an error without any is a bug of ours. */
export function explainError(error: unknown): readonly Diagnostic[] {
  const thrown = readThrown(error);
  if (thrown.is === "value") return [diagnose("AS901", `Assay failed: ${thrown.described}`)];
  if (error instanceof DiagnosticError && error.diagnostics.some(({ severity }) => severity === "error")) {
    return error.diagnostics;
  }
  if (isExhaustion(error)) return [diagnose("AS135", "The input nests too deeply, or grows too large.")];
  const missing = explainMissingPeer(error);
  return [missing ?? diagnose("AS901", `Assay failed: ${thrown.name}: ${thrown.message}`)];
}

/** True for what is thrown where a stack, a string or a table has come to its end: the input is too much, not wrong. */
export function isExhaustion(error: unknown): boolean {
  return (
    error instanceof RangeError &&
    /^(Maximum call stack size exceeded|Invalid (string|array|typed array) length|(Map|Set) maximum size exceeded|Array buffer allocation failed)/.test(
      error.message,
    )
  );
}
