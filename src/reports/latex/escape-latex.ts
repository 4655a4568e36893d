/** Text of others inside LaTeX: typeset as it is, never read as a command. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";

const COMMANDS: Readonly<Record<string, string>> = {
  "\\": "\\textbackslash{}",
  "^": "\\textasciicircum{}",
  "~": "\\textasciitilde{}",
  "`": "\\textasciigrave{}",
  '"': "\\symbol{34}",
  "'": "\\textquotesingle{}",
  "<": "\\textless{}",
  ">": "\\textgreater{}",
  "|": "\\textbar{}",
  "-": "-{}",
  // After a line break, these would belong to it.
  "[": "{[}",
  "]": "{]}",
  "*": "{*}",
};

/** Escapes a text for a paragraph, a cell or a label; letters beyond ASCII are left to the engine's fonts. */
export function escapeLatex(text: string): string {
  return sanitise(text).replace(/[\\^~`"'<>|\-[\]*{}$&#%_]/g, (letter) => COMMANDS[letter] ?? `\\${letter}`);
}

/** A text without line breaks, for a comment: nothing in it can leave the comment, or an environment around it. */
export function escapeComment(text: string): string {
  return sanitise(text).replaceAll("\\", "/").replaceAll("^^", "^ ^");
}
