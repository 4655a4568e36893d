/** A linear report in Markdown, in the paper's symbols. */
import { sanitise } from "../../../../core/diagnostic/sanitise.ts";
import { printUnicode } from "../unicode.ts";
import type { Block, LinearDocument, Line, Piece } from "./document.ts";

/** The report; ends in a line feed. */
export function printLinearMarkdown({ blocks }: LinearDocument): string {
  return `${blocks.map(printBlock).join("\n\n")}\n`;
}

function printBlock(block: Block): string {
  switch (block.is) {
    case "heading":
      return `${"#".repeat(block.level)} ${printLine(block.line)}`;
    case "paragraph":
      return printLine(block.line);
    case "table":
      return [block.head, block.head.map(() => "---"), ...block.rows.map((row) => row.map(printLine))]
        .map((cells) => `| ${cells.join(" | ")} |`)
        .join("\n");
    case "statements":
      return block.statements
        .map(
          ({ label, formula, why }) => `- ${escapeText(label)}: ${printCode(printUnicode(formula))}, ${printLine(why)}`,
        )
        .join("\n");
    default:
      return block satisfies never;
  }
}

function printLine(line: Line): string {
  return line.map(printPiece).join("");
}

function printPiece(piece: Piece): string {
  switch (piece.is) {
    case "text":
      return escapeText(piece.text);
    case "code":
      return printCode(piece.text);
    case "formula":
      return printCode(printUnicode(piece.formula));
    case "reference":
      return escapeText(piece.label);
    default:
      return piece satisfies never;
  }
}

function printCode(text: string): string {
  return `\`${sanitise(text).replaceAll("|", "\\|").replaceAll("`", "'")}\``;
}

function escapeText(text: string): string {
  return sanitise(text).replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}
