/** Diagnostics are data: code, one sentence, place, note, help. They are rendered in one place and never parsed back. */

/** A place in a file; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

export interface Diagnostic {
  /** `CPnnn` for descriptions, `SPnnn` for SPDL, `ASnnn` for the command line and its files. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** One sentence in a modeller's words. */
  readonly message: string;
  readonly place?: Place | undefined;
  /** The word at fault, as written from the place on; whoever has the source points to it. */
  readonly about?: string | undefined;
  /** Width of the offending text in columns, for the caret line. */
  readonly length?: number | undefined;
  /** The source line itself. */
  readonly sourceLine?: string | undefined;
  readonly note?: string | undefined;
  /** The remedy. */
  readonly help?: string | undefined;
}

/** Thrown by loaders; every diagnostic found, errors and warnings. */
export class DiagnosticError extends Error {
  override readonly name = "DiagnosticError";
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map((d) => `${d.code} ${d.message}`).join("\n"));
    this.diagnostics = diagnostics;
  }
}
