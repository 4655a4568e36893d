/** Where a formula stands in the author's file: the text itself is looked for, from the call that it belongs to. */
import { readFileSync } from "node:fs";
import { complainOf } from "../diagnostics.ts";
import type { TextMistake } from "../idealise/idealise.ts";
import type { Diagnostic } from "../../../core/diagnostic/diagnostic.ts";
import { LocatedText } from "../../../core/diagnostic/located-text.ts";

/** The diagnostic of a mistake, at its line and column where the text is found. */
export function locateMistake(mistake: TextMistake): Diagnostic {
  const { code, message, help, text, place } = mistake;
  const file = readFile(place.file);
  const located = new LocatedText(place.file, file ?? "");
  const offset = findText(file ?? "", located.startOf(place.line), mistake);
  const at = offset === undefined ? place : located.placeAt(offset);
  const sourceLine = file === undefined ? undefined : located.lineOf(at.line);
  return complainOf(code, message, {
    place: at,
    ...(sourceLine === undefined ? {} : { sourceLine }),
    ...(help === undefined ? { note: `In the formula ${text.slice(0, 200)}` } : { help }),
  });
}

/** The offset in the file of the mistake in a text between quotes, after its name if it has one: it may be the end of another text. */
function findText(file: string, from: number | undefined, { text, offset, name }: TextMistake): number | undefined {
  if (from === undefined || text === "" || text.includes("\n")) return undefined;
  const quoted = `(["'\`])(?=${escapePattern(text)}\\1)`;
  const named =
    name === undefined ? [] : [new RegExp(`(?:^|[^\\w$])["']?${escapePattern(name)}["']?\\s*:\\s*${quoted}`, "g")];
  for (const pattern of [...named, new RegExp(quoted, "g")]) {
    const found = pattern.exec(file.slice(from));
    if (found !== null) return from + found.index + found[0].length + offset;
  }
  return undefined;
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}

function readFile(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // The place is still right, without its source line.
    return undefined;
  }
}
