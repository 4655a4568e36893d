/** Where a formula stands in the author's file: the text itself is looked for, from the call that it belongs to. */
import { readFileSync } from "node:fs";
import { complainOf } from "../../ban/diagnostics.ts";
import type { TextMistake } from "../../ban/idealise/idealise.ts";
import type { Diagnostic, Place } from "../../diagnostic/diagnostic.ts";

/** The diagnostic of a mistake, at its line and column where the text is found. */
export function locateMistake({ code, message, help, text, offset, place }: TextMistake): Diagnostic {
  const lines = readLines(place.file);
  const at = findText(lines, text, place, offset) ?? place;
  const sourceLine = lines[at.line - 1];
  return complainOf(code, message, {
    place: at,
    ...(sourceLine === undefined ? {} : { sourceLine }),
    ...(help === undefined ? { note: `In the formula ${text.slice(0, 200)}` } : { help }),
  });
}

function findText(lines: readonly string[], text: string, place: Place, offset: number): Place | undefined {
  if (text === "" || text.includes("\n")) return undefined;
  for (let line = place.line; line <= lines.length; line++) {
    const at = (lines[line - 1] ?? "").indexOf(text);
    if (at >= 0) return { file: place.file, line, column: at + offset + 1 };
  }
  return undefined;
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    // The place is still right, without its source line.
    return [];
  }
}
