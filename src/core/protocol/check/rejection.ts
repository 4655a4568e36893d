/** How checks say no: an exception with one diagnostic, still without its place where only the caller knows it. */
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";
import type { Code } from "./codes.ts";

export class Rejection extends Error {
  override readonly name = "Rejection";
  readonly diagnostic: Diagnostic;

  constructor(diagnostic: Diagnostic) {
    super(diagnostic.message);
    this.diagnostic = diagnostic;
  }
}

export interface Complaint {
  readonly place?: Place | undefined;
  /** The word that it is about, as it is written from the place on. */
  readonly about?: string | undefined;
  readonly note?: string | undefined;
  readonly help?: string | undefined;
}

/** An error diagnostic. */
export function complain(code: Code, message: string, more: Complaint = {}): Diagnostic {
  return { code, severity: "error", message, ...more };
}

/** Throws Rejection with an error diagnostic. */
export function reject(code: Code, message: string, more: Complaint = {}): never {
  throw new Rejection(complain(code, message, more));
}
