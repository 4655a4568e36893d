/**
 * An exception or rejection that nobody handled: of the author's code, which runs in this process and may start timers and
 * promises that outlive its loading, or a bug of Assay.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { findFrame } from "../core/protocol/dsl/place.ts";
import { diagnose } from "../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "./exit-status.ts";
import { explainError } from "../files/explain-error.ts";
import { readThrown } from "../files/read-thrown.ts";

/** The message of a late end, and how the process ends. */
export interface Late {
  readonly diagnostics: readonly Diagnostic[];
  readonly status: ExitStatus;
}

/** Assay throws errors with a stack; what is none, or passes through a file that is not Assay's, is the author's. */
export function explainLate(error: unknown): Late {
  const thrown = readThrown(error);
  const frame = thrown.is === "error" ? findFrame(withoutStart(thrown.stack)) : undefined;
  if (thrown.is === "error" && thrown.stack !== "" && frame === undefined) {
    return { diagnostics: explainError(error), status: EXIT.bug };
  }
  const what = thrown.is === "error" ? `${thrown.name}: ${thrown.message.split("\n")[0] ?? ""}` : thrown.described;
  const message = `A file that was loaded fails afterwards: ${what.slice(0, 300)}`;
  return {
    diagnostics: [diagnose("AS118", message, frame === undefined ? {} : { place: frame })],
    status: EXIT.input,
  };
}

/** The program itself stands in many stacks, and is no file of the author's. */
function withoutStart(stack: string): string {
  return stack
    .split("\n")
    .filter((line) => !/[\\/]bin[\\/](assay|register-typescript|typescript-hooks)\.mjs:/.test(line))
    .join("\n");
}
