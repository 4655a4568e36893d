/** A linear report as one page of HTML, in the paper's symbols, without scripts and without anything from elsewhere. */
import { sanitise } from "../../../../core/diagnostic/sanitise.ts";
import { printUnicode } from "../unicode.ts";
import type { Block, LinearDocument, Line, Piece } from "./document.ts";

const STYLE =
  "body{font:1rem/1.5 system-ui,sans-serif;max-width:64rem;margin:2rem auto;padding:0 1rem}" +
  "table{border-collapse:collapse}td,th{border:1px solid #bbb;padding:.2rem .5rem;text-align:left;vertical-align:top}" +
  "ol{list-style:none;padding:0}code{white-space:pre-wrap}";

/** Several reports in one page; ends in a line feed. */
export function printLinearHtml(documents: readonly LinearDocument[]): string {
  const bodies = documents.map(({ blocks }, i) => blocks.map((block) => printBlock(block, `d${i + 1}`)).join("\n"));
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>Derivations in BAN logic</title>
<style>${STYLE}</style>
</head>
<body>
${bodies.join("\n<hr>\n")}
</body>
</html>
`;
}

function printBlock(block: Block, prefix: string): string {
  switch (block.is) {
    case "heading":
      return `<h${block.level}>${printLine(block.line)}</h${block.level}>`;
    case "paragraph":
      return `<p>${printLine(block.line)}</p>`;
    case "table": {
      const head = block.head.map((cell) => `<th scope="col">${escapeHtml(cell)}</th>`).join("");
      const rows = block.rows.map((row) => `<tr>${row.map((cell) => `<td>${printLine(cell)}</td>`).join("")}</tr>`);
      return `<table>\n<thead><tr>${head}</tr></thead>\n<tbody>\n${rows.join("\n")}\n</tbody>\n</table>`;
    }
    case "statements": {
      const here = `${prefix}-${nameAnchor(block.goal)}`;
      const labels = new Set(block.statements.map(({ label }) => label));
      const items = block.statements.map(({ label, formula, why }) => {
        const from = why.map((piece) =>
          piece.is === "reference" && labels.has(piece.label)
            ? `<a href="#${here}-${nameAnchor(piece.label)}">${escapeHtml(piece.label)}</a>`
            : printPiece(piece),
        );
        const id = `${here}-${nameAnchor(label)}`;
        return `<li id="${id}">${escapeHtml(label)}: <code>${escapeHtml(printUnicode(formula))}</code>, ${from.join("")}</li>`;
      });
      return `<ol>\n${items.join("\n")}\n</ol>`;
    }
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
      return escapeHtml(piece.text);
    case "reference":
      return escapeHtml(piece.label);
    case "code":
      return `<code>${escapeHtml(piece.text)}</code>`;
    case "formula":
      return `<code>${escapeHtml(printUnicode(piece.formula))}</code>`;
    default:
      return piece satisfies never;
  }
}

/** Different names have different anchors: whatever is no letter or digit is spelled by its number. */
function nameAnchor(name: string): string {
  return [...name].map((one) => (/[A-Za-z0-9]/.test(one) ? one : `_${one.codePointAt(0)?.toString(16)}_`)).join("");
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeHtml(text: string): string {
  return sanitise(text).replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}
