/** Where a formula stands in the author's file: the text itself is looked for, from the call that it belongs to. */
import { readFileSync } from "node:fs";
import { complainOf } from "../diagnostics.ts";
import type { TextMistake } from "../idealise/idealise.ts";
import type { Diagnostic, Place } from "../../../core/diagnostic/diagnostic.ts";

/** The diagnostic of a mistake, at its line and column where the text is found. */
export function locateMistake(mistake: TextMistake): Diagnostic {
  const { code, message, help, text, place } = mistake;
  const lines = readLines(place.file);
  const at = findText(lines, mistake) ?? place;
  const sourceLine = lines[at.line - 1];
  return complainOf(code, message, {
    place: at,
    ...(sourceLine === undefined ? {} : { sourceLine }),
    ...(help === undefined ? { note: `In the formula ${text.slice(0, 200)}` } : { help }),
  });
}

/** The text between quotes, after its name if it has one: it may be the end of another text. */
function findText(lines: readonly string[], mistake: TextMistake): Place | undefined {
  const { text, place, offset, name } = mistake;
  if (text === "" || text.includes("\n")) return undefined;
  const quoted = `(["'\`])(?=${escapePattern(text)}\\1)`;
  const named =
    name === undefined ? [] : [new RegExp(`(?:^|[^\\w$])["']?${escapePattern(name)}["']?\\s*:\\s*${quoted}`, "g")];
  const source = lines.slice(place.line - 1).join("\n");
  for (const pattern of [...named, new RegExp(quoted, "g")]) {
    const found = pattern.exec(source);
    if (found === null) continue;
    const before = source.slice(0, found.index + found[0].length);
    const column = before.length - (before.lastIndexOf("\n") + 1) + offset + 1;
    return { file: place.file, line: place.line + before.split("\n").length - 1, column };
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    // The place is still right, without its source line.
    return [];
  }
}
