/**
 * Diagnostics as text for people: where, what, the source line with a caret below, and what to do.
 *
 * This is the one place that renders them. Whatever was read from a file goes through `sanitise` first, so that no file
 * can write to the terminal by itself.
 */
import type { Diagnostic } from "./diagnostic.ts";
import { sanitise } from "./sanitise.ts";

/** `ansi` writes colours for a terminal. */
export interface RenderOptions {
  readonly colour: "none" | "ansi";
}

const RED = "31";
const YELLOW = "33";
const BLUE = "34";
const BOLD = "1";

const TAB_WIDTH = 4;
/** Source lines are shown up to here; a longer one is shown around the place. */
const WIDEST_LINE = 160;

/** Renders diagnostics, one blank line between two. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: RenderOptions): string {
  return diagnostics.map((diagnostic) => renderDiagnostic(diagnostic, options)).join("\n");
}

/** Renders one diagnostic; ends in a line feed. */
export function renderDiagnostic(diagnostic: Diagnostic, { colour }: RenderOptions): string {
  const paint = (style: string, text: string): string =>
    colour === "ansi" ? `\u001b[${style}m${text}\u001b[0m` : text;
  const { place, severity, sourceLine } = diagnostic;
  const lines: string[] = [];
  const where = place === undefined ? "" : `${sanitise(place.file)}:${place.line}:${place.column}: `;
  const title = paint(severity === "error" ? RED : YELLOW, `${severity} ${sanitise(diagnostic.code)}`);
  lines.push(`${paint(BOLD, where)}${title}: ${sanitise(diagnostic.message)}`);
  if (place !== undefined && sourceLine !== undefined) {
    const gutter = String(place.line);
    const quoted = quoteLine(sourceLine, place.column, diagnostic.length ?? 1);
    lines.push(`${paint(BLUE, ` ${gutter} |`)} ${quoted.text}`.trimEnd());
    lines.push(`${paint(BLUE, ` ${" ".repeat(gutter.length)} |`)} ${paint(RED, quoted.caret)}`);
  }
  if (diagnostic.note !== undefined) lines.push(`  ${paint(BLUE, "note")}: ${sanitise(diagnostic.note)}`);
  if (diagnostic.help !== undefined) lines.push(`  ${paint(BLUE, "help")}: ${sanitise(diagnostic.help)}`);
  return `${lines.join("\n")}\n`;
}

/** The line with tabs widened, cut down to what surrounds `column`, and the carets that go below it. */
function quoteLine(line: string, column: number, length: number): { text: string; caret: string } {
  const before = widen(line.slice(0, column - 1));
  const marked = widen(line.slice(column - 1, column - 1 + Math.max(1, length)));
  const after = widen(line.slice(column - 1 + Math.max(1, length)));
  const whole = before + marked + after;
  const from = whole.length > WIDEST_LINE ? Math.max(0, before.length - WIDEST_LINE / 2) : 0;
  const cut = whole.slice(from, from + WIDEST_LINE);
  const text = `${from > 0 ? "…" : ""}${cut}${from + WIDEST_LINE < whole.length ? "…" : ""}`;
  const indent = before.length - from + (from > 0 ? 1 : 0);
  const width = Math.max(1, Math.min(marked.length, WIDEST_LINE - (before.length - from)));
  return { text, caret: `${" ".repeat(indent)}${"^".repeat(width)}` };
}

function widen(text: string): string {
  return sanitise(text.replaceAll("\t", " ".repeat(TAB_WIDTH)));
}
