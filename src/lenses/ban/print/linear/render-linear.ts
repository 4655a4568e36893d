/** Analyses in numbered statements, in one of the formats of the command line. */
import { sanitiseLines } from "../../../../core/diagnostic/sanitise.ts";
import type { Analysed } from "../render.ts";
import { printLinearHtml } from "./print-html.ts";
import { printLinearLatex } from "./print-latex.ts";
import { printLinearMarkdown } from "./print-markdown.ts";
import { printLinearText } from "./print-text.ts";
import { writeDocument } from "./write-document.ts";

export const LINEAR_FORMATS = ["text", "markdown", "latex", "html"] as const;
export type LinearFormat = (typeof LINEAR_FORMATS)[number];

/** Everything in one text. `prefix` begins the labels of LaTeX; of several analyses, the later ones have a number after it. */
export function renderLinear(analysed: readonly Analysed[], format: LinearFormat, prefix: string): string {
  const documents = analysed.map(({ analysis, result }) => writeDocument(analysis, result));
  switch (format) {
    case "text":
      return sanitiseLines(documents.map(printLinearText).join("\n"));
    case "markdown":
      return sanitiseLines(documents.map(printLinearMarkdown).join("\n"));
    case "latex": {
      const named = documents.map((one, i) => printLinearLatex(one, i === 0 ? prefix : `${prefix}${i + 1}`));
      return sanitiseLines(named.join("\n"));
    }
    case "html":
      return sanitiseLines(printLinearHtml(documents));
    default:
      return format satisfies never;
  }
}
