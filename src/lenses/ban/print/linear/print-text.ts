/** A linear report for a terminal. */
import { printAscii } from "../ascii.ts";
import type { Block, LinearDocument, Line, Piece } from "./document.ts";

/** The report; ends in a line feed. */
export function printLinearText({ blocks }: LinearDocument): string {
  return `${blocks.map(printBlock).join("\n\n")}\n`;
}

function printBlock(block: Block): string {
  switch (block.is) {
    case "heading":
      return block.level === 1 ? printLine(block.line) : `${"  ".repeat(block.level - 2)}${printLine(block.line)}`;
    case "paragraph":
      return `  ${printLine(block.line)}`;
    case "table":
      return alignRows([block.head, ...block.rows.map((row) => row.map(printLine))]);
    case "statements":
      return alignRows(
        block.statements.map(({ label, formula, why }) => [`${label}:`, printAscii(formula), printLine(why)]),
      );
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
    case "code":
      return piece.text;
    case "formula":
      return printAscii(piece.formula);
    case "reference":
      return piece.label;
    default:
      return piece satisfies never;
  }
}

const WIDEST = 72;

function alignRows(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(WIDEST, Math.max(...rows.map((row) => (row[column] ?? "").length))),
  );
  const lines = rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
  return lines.map((line) => `    ${line}`).join("\n");
}
