/** Short names for long ciphertexts, so that trees fit: X1, X2, ... for every box of the messages that takes much room. */
import { boxesIn } from "../formula/boxes.ts";
import { atom, attitude, comb, enc, type Formula, hash, tuple } from "../formula/formula.ts";
import type { Symbols } from "../formula/sorts.ts";
import { printAscii } from "./ascii.ts";
import { printLatex } from "./latex.ts";

const LONG = 26;

export class Abbreviations {
  readonly entries: readonly { readonly formula: Formula; readonly name: string; readonly tex: string }[];
  private readonly byId: ReadonlyMap<string, string>;

  constructor(messages: readonly Formula[]) {
    const long = new Map<string, Formula>();
    for (const message of messages) {
      for (const box of boxesIn(message)) if (printAscii(box).length > LONG) long.set(box.id, box);
    }
    // The space keeps them apart from every name of a protocol.
    this.entries = [...long.values()].map((formula, i) => ({ formula, name: `X ${i + 1}`, tex: `X_{${i + 1}}` }));
    this.byId = new Map(this.entries.map(({ formula, name }) => [formula.id, name]));
  }

  /** The formula in LaTeX, with short names. */
  print(formula: Formula, symbols: Symbols): string {
    return printLatex(this.shorten(formula), this.tableOf(symbols));
  }

  /** Prints the formula behind a short name; boxes inside it have their own. */
  printInside(formula: Formula, symbols: Symbols): string {
    return printLatex(this.shortenBody(formula), this.tableOf(symbols));
  }

  /** About how many characters wide the formula is. */
  widthOf(formula: Formula): number {
    return printAscii(this.shorten(formula)).length;
  }

  private tableOf(symbols: Symbols): Symbols {
    return new Map([...symbols, ...this.entries.map(({ name, tex }) => [name, { sort: "data", tex }] as const)]);
  }

  private shorten(formula: Formula): Formula {
    const name = this.byId.get(formula.id);
    return name === undefined ? this.shortenBody(formula) : atom(name);
  }

  private shortenBody(formula: Formula): Formula {
    switch (formula.is) {
      case "believes":
      case "sees":
      case "said":
      case "controls":
        return attitude(formula.is, formula.who, this.shorten(formula.what));
      case "tuple":
        return tuple(formula.parts.map((part) => this.shorten(part)));
      case "enc":
        return enc(formula.by, this.shorten(formula.body), formula.from);
      case "comb":
        return comb(this.shorten(formula.body), formula.by, formula.from);
      case "hash":
        return hash(this.shorten(formula.body));
      default:
        return formula;
    }
  }
}
