/**
 * The source beside the places: sharpens columns, which transpiling shifts, and adds the source line to diagnostics.
 *
 * Lines of transpiled code are those of the source; columns are near misses, so the name of the call is looked for.
 */
import { readFileSync } from "node:fs";
import type { Diagnostic, Place } from "../core/diagnostic/diagnostic.ts";
import type { Spot } from "../core/protocol/dsl/place.ts";

/** A call is seldom longer. */
const MOST_LINES = 40;

export class SourceLines {
  private readonly path: string;
  /** The file as the user named it. */
  private readonly given: string;
  private readonly files = new Map<string, readonly string[]>();

  constructor(path: string, given: string, text: string) {
    this.path = path;
    this.given = given;
    this.files.set(path, text.split(/\r?\n/));
  }

  /** The place of a call, its column sharpened. */
  locate(spot: Spot): Place {
    const line = this.lineAt(spot);
    const file = spot.file === this.path || spot.file === "" ? this.given : spot.file;
    return { file, line: spot.line, column: line === undefined ? spot.column : findColumn(line, spot) };
  }

  /** The place of `export default`, if the file has one. */
  findExport(): Place | undefined {
    const at = this.files.get(this.path)?.findIndex((line) => /^\s*export\s+default\b/.test(line)) ?? -1;
    return at < 0 ? undefined : { file: this.given, line: at + 1, column: 1 };
  }

  /** The diagnostic with its source line, and at the word that it is about where that is found. */
  annotate({ about, ...given }: Diagnostic): Diagnostic {
    const found = given.place && about !== undefined ? this.findWord(given.place, about) : undefined;
    const diagnostic = found === undefined ? given : { ...given, ...found };
    if (diagnostic.place === undefined || diagnostic.sourceLine !== undefined) return diagnostic;
    const sourceLine = this.lineAt(diagnostic.place);
    return sourceLine === undefined ? diagnostic : { ...diagnostic, sourceLine };
  }

  /** The first string or name from a place on, before the next call of the chain. */
  private findWord(place: Place, word: string): Pick<Diagnostic, "place" | "length"> | undefined {
    const escaped = word.replace(/[^\w]/g, "\\$&");
    const quoted = new RegExp(`(["'\`])${escaped}\\1|(?<![\\w$."'\`])${escaped}(?![\\w$"'\`])`);
    for (let line = place.line; line < place.line + MOST_LINES; line++) {
      const text = this.lineAt({ ...place, line });
      if (text === undefined || (line > place.line && /^\s*\.\w+\(/.test(text))) return undefined;
      const from = line === place.line ? place.column - 1 : 0;
      const hit = quoted.exec(text.slice(from));
      if (hit !== null) return { place: { ...place, line, column: from + hit.index + 1 }, length: hit[0].length };
    }
    return undefined;
  }

  private lineAt(place: Place): string | undefined {
    const file = place.file === this.given || place.file === "" ? this.path : place.file;
    if (!this.files.has(file)) this.files.set(file, readLines(file));
    return this.files.get(file)?.[place.line - 1];
  }
}

function readLines(file: string): readonly string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    return [];
  }
}

/** The column of the call's name nearest to where transpiling put it, or of the first text on the line. */
function findColumn(line: string, spot: Spot): number {
  const indent = line.length - line.trimStart().length;
  const about = spot.column + indent;
  if (spot.call === undefined) return Math.max(1, Math.min(about, line.length));
  const name = spot.call.replace(/[^\w]/g, "\\$&");
  const columns = [...line.matchAll(new RegExp(`(?<![\\w$])${name}(?![\\w$])`, "g"))].map((hit) => hit.index + 1);
  const nearest = columns.sort((a, b) => Math.abs(a - about) - Math.abs(b - about))[0];
  return nearest ?? indent + 1;
}
