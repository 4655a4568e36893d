/**
 * A linear report before it has a format: headings, paragraphs, tables and numbered statements, whose pieces are text or
 * formulas. Each format prints the same document.
 */
import type { Formula } from "../../formula/formula.ts";
import type { Symbols } from "../../formula/sorts.ts";

/** A piece of a line. */
export type Piece =
  | { readonly is: "text"; readonly text: string }
  | { readonly is: "formula"; readonly formula: Formula }
  /** A concrete message, as it is sent. */
  | { readonly is: "code"; readonly text: string }
  /** The label of a statement of the same goal, or of an assumption. */
  | { readonly is: "reference"; readonly label: string };

export type Line = readonly Piece[];

export type Block =
  | { readonly is: "heading"; readonly level: 1 | 2 | 3; readonly line: Line }
  | { readonly is: "paragraph"; readonly line: Line }
  | { readonly is: "table"; readonly head: readonly string[]; readonly rows: readonly (readonly Line[])[] }
  | { readonly is: "statements"; readonly goal: string; readonly statements: readonly Statement[] };

/** `S5`, the formula, and what it is from. */
export interface Statement {
  readonly label: string;
  readonly formula: Formula;
  readonly why: Line;
}

export interface LinearDocument {
  readonly symbols: Symbols;
  readonly blocks: readonly Block[];
}

/** A piece of text. */
export function say(text: string): Piece {
  return { is: "text", text };
}

/** A formula. */
export function show(formula: Formula): Piece {
  return { is: "formula", formula };
}
