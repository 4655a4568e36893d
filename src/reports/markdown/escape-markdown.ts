/** Text of others inside Markdown: shown as it is, never read as markup. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";

/** Escapes a sentence for a paragraph, a list item or a table cell. */
export function escapeMarkdown(text: string): string {
  return sanitise(text)
    .trim()
    .replace(/[\\`*_{}[\]<>|~&#!@:$]/g, "\\$&")
    .replace(/^([-+=]|\d+(?=[.)]))/, (start) => (/\d/.test(start) ? `${start}\\` : `\\${start}`))
    .replace(/\bwww\./gi, (found) => `${found.slice(0, -1)}\\.`);
}

/** A code span; its fence is longer than any run of backticks inside. Bars are escaped, as table cells need it. */
export function codeSpan(text: string): string {
  const clean = sanitise(text).trim();
  if (clean === "") return "";
  const longest = Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longest + 1);
  const pad = clean.startsWith("`") || clean.endsWith("`") ? " " : "";
  return `${fence}${pad}${clean.replaceAll("|", "\\|")}${pad}${fence}`;
}
