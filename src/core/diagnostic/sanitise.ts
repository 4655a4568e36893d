/** Sanitises text between a file and the terminal, or a report: it cannot do anything but be read. */

/** Control characters, marks that reorder a line, separators of lines, and lone surrogates. */
const HARMFUL = /[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text without control characters, without marks that reorder a line, and without lone surrogates: each becomes U+FFFD.
 * Line feeds and tabs become spaces.
 */
export function sanitise(text: string): string {
  return text.replace(/[\t\n\r]+/g, " ").replace(HARMFUL, "\ufffd");
}

/** As `sanitise`, of a text that has lines of its own. */
export function sanitiseLines(text: string): string {
  return text.split("\n").map(sanitise).join("\n");
}

/** Indented JSON in which everything harmful is escaped: it reads the same, and does nothing to a terminal. */
export function writeJson(value: unknown): string {
  return escapeHarmful(JSON.stringify(value, undefined, 2));
}

/** A text of JSON, or of quotes that read as in JSON, with `\uXXXX` for everything harmful but line feeds. */
export function escapeHarmful(text: string): string {
  return text.replace(HARMFUL, (one) => (one === "\n" ? one : `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`));
}

/** True where a text has something that must not be printed as it is. */
export function isHarmful(text: string): boolean {
  return text.search(HARMFUL) >= 0;
}

/** Colours and the cleared line of progress: what Assay itself tells a terminal. */
const OWN = /(\r?\u001b\[K|\u001b\[[0-9;]*m)|[^\P{Cc}\t\n]|[\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu;

/** Guards a terminal: lets through everything but what Assay itself would never write to it. */
export function guardTerminal(text: string): string {
  return text.replace(OWN, (_, own: string | undefined) => own ?? "\ufffd");
}
