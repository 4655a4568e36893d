/** Mistakes in formulas: a sentence, an offset into the text, what to do. Whoever knows the file adds the place. */
import type { BanCode } from "../diagnostics.ts";
import type { Formula } from "./formula.ts";

export class FormulaError extends Error {
  override readonly name = "FormulaError";
  readonly code: BanCode;
  /** From the beginning of the formula's text, in characters. */
  readonly offset: number;
  readonly help: string | undefined;

  constructor(code: BanCode, message: string, offset: number, help?: string) {
    super(message);
    this.code = code;
    this.offset = offset;
    this.help = help;
  }
}

/** A formula and where its parts stand in the text that it was read from. */
export interface ReadFormula {
  readonly formula: Formula;
  /** Offsets of atoms and of opening brackets; parts that normalisation made have none. */
  readonly offsets: ReadonlyMap<Formula, number>;
}
