/**
 * Terms for people, with the author's names: `{ a, b }pk(Bob)`, `h(a, b)`, `(a, b)`; a fresh name shows its run, as in `N1#2`.
 *
 * An operation prints as its notation says. Without one it prints as a function of its arguments.
 */
import { isInstead, type Notation, type Piece, readTemplate, type Written } from "./notation.ts";
import { type Application, PAIR, type Term, untuple } from "./term.ts";

/** Prints a term. */
export type Print = (term: Term) => string;

/** A format's spelling of the building blocks of terms. */
interface Format {
  readonly atom: (name: string, run: number | undefined) => string;
  readonly tuple: (parts: readonly string[]) => string;
  readonly parts: (parts: readonly string[]) => string;
  readonly call: (op: string, args: readonly string[]) => string;
  readonly template: (notation: Pick<Notation, "text" | "latex">) => readonly Piece[];
}

const TEXT: Format = {
  atom: (name, run) => (run === undefined ? name : `${name}#${run}`),
  tuple: (parts) => `(${parts.join(", ")})`,
  parts: (parts) => parts.join(", "),
  call: (op, args) => `${op}(${args.join(", ")})`,
  template: ({ text }) => readTemplate(text),
};

const LATEX: Format = {
  atom: (name, run) => (run === undefined ? typeset(name) : `${typeset(name)}_{\\#${run}}`),
  tuple: (parts) => `(${parts.join(", ")})`,
  parts: (parts) => parts.join(", "),
  call: (op, args) => `${typeset(op)}(${args.join(", ")})`,
  template: ({ text, latex }) =>
    latex === undefined
      ? readTemplate(text).map((piece) => (typeof piece === "string" ? typesetText(piece) : piece))
      : readTemplate(latex),
};

/** Prints terms over these operations as plain text. */
export function makePrinter(operations: readonly Written[]): Print {
  return printerOf(operations, TEXT);
}

/** Prints terms over these operations as LaTeX for math mode. */
export function makeLatexPrinter(operations: readonly Written[]): Print {
  return printerOf(operations, LATEX);
}

function printerOf(operations: readonly Written[], format: Format): Print {
  const templates = new Map(
    operations.flatMap(({ name, prints }) => (prints === undefined ? [] : [[name, new Template(prints, format)]])),
  );
  const print: Print = (term) => {
    switch (term.kind) {
      case "name":
      case "variable":
        return format.atom(term.name, term.run);
      case "application":
        return printApplication(term);
      default:
        return term satisfies never;
    }
  };
  const printParts = (term: Term): string => format.parts(untuple(term).map(print));
  const printApplication = (term: Application): string => {
    const { op, args } = term;
    if (op === PAIR) return format.tuple(untuple(term).map(print));
    const pieces = templates.get(op)?.choose(args);
    if (pieces === undefined) return format.call(op, args.map(print));
    return pieces
      .map((piece) => {
        if (typeof piece === "string") return piece;
        const arg = args[piece.argument] as Term;
        return piece.parts ? printParts(arg) : print(arg);
      })
      .join("");
  };
  return print;
}

/** A notation in a format, read once. */
class Template {
  private readonly usual: readonly Piece[];
  private readonly other: readonly Piece[];
  private readonly instead: Notation["instead"];

  constructor(notation: Notation, format: Format) {
    this.instead = notation.instead;
    this.usual = format.template(notation);
    this.other = notation.instead === undefined ? [] : format.template(notation.instead);
  }

  /** The pieces for these arguments; undefined where there are too few for it. */
  choose(args: readonly Term[]): readonly Piece[] | undefined {
    const pieces = this.instead !== undefined && isInstead(this.instead, args) ? this.other : this.usual;
    return pieces.every((piece) => typeof piece === "string" || piece.argument < args.length) ? pieces : undefined;
  }
}

/** A name upright: its letters are one word, not a product. */
function typeset(name: string): string {
  return `\\mathit{${escapeLatex(name)}}`;
}

function typesetText(text: string): string {
  return text.replace(/[A-Za-z][\w.-]*|[\\{}#$%&_^~]/g, (found) =>
    /^[A-Za-z]/.test(found) ? `\\mathit{${escapeLatex(found)}}` : escapeLatex(found),
  );
}

const ESCAPED: Readonly<Record<string, string>> = { "\\": "\\backslash{}", "^": "\\hat{}", "~": "\\sim{}" };

function escapeLatex(text: string): string {
  return text.replace(/[\\{}#$%&_^~]/g, (sign) => ESCAPED[sign] ?? `\\${sign}`);
}
