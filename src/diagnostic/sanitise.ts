/** What stands between a file and the terminal, or a report: text that cannot do anything but be read. */

/**
 * Text without control characters, without marks that reorder a line, and without lone surrogates: each becomes U+FFFD.
 * Line feeds and tabs become spaces.
 */
export function sanitise(text: string): string {
  return text
    .replace(/[\t\n\r]+/g, " ")
    .replace(/[\p{Cc}\p{Cs}\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, "\ufffd");
}
