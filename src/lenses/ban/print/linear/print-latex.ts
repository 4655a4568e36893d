/**
 * A linear report as a fragment of LaTeX, to be pasted into a paper that loads amsmath and amssymb. Its macros and labels have
 * a prefix, so that they meet nothing of the paper's or of another fragment.
 */
import type { Symbols } from "../../formula/sorts.ts";
import { escapeLatex, MACROS, printLatex } from "../latex.ts";
import type { Block, LinearDocument, Line, Piece } from "./document.ts";

const NAMES = ["believes", "sees", "said", "controls", "fresh", "shk", "pubk", "secr", "enc", "comb"];
const MACRO = new RegExp(`\\\\(${NAMES.join("|")})(?![A-Za-z])`, "g");

/** Columns of short words. */
const NARROW: ReadonlySet<string> = new Set(["message", "from", "to", "name"]);

/** True for a prefix of labels: letters, digits, hyphens and colons. */
export function isLabelPrefix(prefix: string): boolean {
  return /^[A-Za-z][A-Za-z0-9:-]{0,39}$/.test(prefix);
}

/** The fragment; ends in a line feed. */
export function printLinearLatex({ blocks, symbols }: LinearDocument, prefix: string): string {
  const context = { symbols, prefix };
  const macros = prefixMacros(MACROS.replaceAll("\\newcommand", "\\providecommand"));
  const lines = [
    "% Paste into a document that loads amsmath and amssymb.",
    macros,
    ...blocks.map((block) => printBlock(block, context)),
  ];
  return `${lines.join("\n")}\n`;
}

interface Context {
  readonly symbols: Symbols;
  readonly prefix: string;
}

function printBlock(block: Block, context: Context): string {
  switch (block.is) {
    case "heading":
      return `\\${"sub".repeat(block.level - 1)}section*{${printLine(block.line, context)}}`;
    case "paragraph":
      return `\\noindent ${printLine(block.line, context)}\\par`;
    case "table": {
      const weights = block.head.map((name) => (NARROW.has(name) ? 1 : 4));
      const whole = weights.reduce((sum, weight) => sum + weight, 0);
      const share = 0.98 - 0.03 * block.head.length;
      const columns = weights.map((weight) => `p{${((share * weight) / whole).toFixed(3)}\\linewidth}`).join("");
      const rows = [
        block.head.map(escapeLatex),
        ...block.rows.map((row) => row.map((cell) => printLine(cell, context))),
      ];
      const cells = rows.map((row) => `${row.map((cell) => `\\raggedright ${cell}`).join(" & ")} \\tabularnewline`);
      return `{\\footnotesize\\noindent\\begin{tabular}{@{}${columns}@{}}\n${cells.join("\n")}\n\\end{tabular}\\par}`;
    }
    case "statements": {
      const labels = new Set(block.statements.map(({ label }) => label));
      const nameLabel = (label: string): string => `${context.prefix}:${spell(block.goal)}:${label}`;
      const items = block.statements.map(({ label, formula, why }) => {
        const from = why.map((piece) =>
          piece.is === "reference" && labels.has(piece.label)
            ? `S\\ref{${nameLabel(piece.label)}}`
            : printPiece(piece, context),
        );
        return `\\item\\label{${nameLabel(label)}} $${printMath(formula, context)}$, ${from.join("")}`;
      });
      const head =
        "\\begin{enumerate}\\renewcommand{\\theenumi}{\\arabic{enumi}}\\renewcommand{\\labelenumi}{S\\theenumi:}";
      return `${head}\n${items.join("\n")}\n\\end{enumerate}`;
    }
    default:
      return block satisfies never;
  }
}

function printLine(line: Line, context: Context): string {
  return line.map((piece) => printPiece(piece, context)).join("");
}

function printPiece(piece: Piece, context: Context): string {
  switch (piece.is) {
    case "text":
      return escapeText(piece.text);
    case "reference":
      return escapeText(piece.label);
    case "code":
      return `\\texttt{${escapeText(piece.text)}}`;
    case "formula":
      return `$${printMath(piece.formula, context)}$`;
    default:
      return piece satisfies never;
  }
}

/** In sentences, signs that the standard encoding of text does not have stand in mathematics. */
function escapeText(text: string): string {
  return escapeLatex(text).replace(/[<>|]/g, (sign) => `$${sign}$`);
}

function printMath(formula: Parameters<typeof printLatex>[0], { symbols }: Context): string {
  return prefixMacros(printLatex(formula, symbols));
}

function prefixMacros(text: string): string {
  return text.replace(MACRO, "\\ban$1");
}

/** Different names have different labels: whatever is no letter or digit is spelled by its number. */
function spell(name: string): string {
  return [...name].map((one) => (/[A-Za-z0-9]/.test(one) ? one : `-${one.codePointAt(0)?.toString(16)}-`)).join("");
}
