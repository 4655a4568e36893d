/**
 * Source texts: how they are asked for and what is remembered of them for diagnostics.
 *
 * The core reads no file itself; a reader is passed in, so that models can come from a disk, an editor or a test.
 */
import { type Diagnostic, DiagnosticError, type Place } from "../../../core/diagnostic/diagnostic.ts";
import { type DiagnosticDetails, diagnose, type SpdlCode } from "../diagnostics.ts";

/** A text and the path by which diagnostics name it. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
}

/** Reads a file; undefined when there is none. */
export type ReadText = (path: string) => SourceText | undefined;

/** The texts read so far, by path. */
export type Sources = Map<string, string>;

/** Lines longer than this are not quoted. */
const LONGEST_QUOTED_LINE = 400;

/** Ends the reading with one error. */
export function fail(code: SpdlCode, message: string, place: Place, details: DiagnosticDetails = {}): never {
  throw new DiagnosticError([diagnose(code, message, place, details)]);
}

/** Adds the source line that a diagnostic points at, where it is known and short enough to show. */
export function quoteSource(diagnostic: Diagnostic, sources: Sources): Diagnostic {
  const place = diagnostic.place;
  const text = place === undefined ? undefined : sources.get(place.file);
  if (place === undefined || text === undefined) return diagnostic;
  let start = 0;
  for (let line = 1; line < place.line; line++) {
    const next = text.indexOf("\n", start);
    if (next < 0) return diagnostic;
    start = next + 1;
  }
  const end = text.indexOf("\n", start);
  const sourceLine = text.slice(start, end < 0 ? text.length : end).replace(/\r$/, "");
  return sourceLine.length > LONGEST_QUOTED_LINE ? diagnostic : { ...diagnostic, sourceLine };
}

/** The places where an include may be: beside the including file, then as written. */
export function resolveInclude(path: string, includingFile: string): string[] {
  const slash = includingFile.lastIndexOf("/");
  if (path.startsWith("/") || slash < 0) return [path];
  return [includingFile.slice(0, slash + 1) + path, path];
}
