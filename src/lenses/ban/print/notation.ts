/**
 * Printing formulas: one walk, which knows where brackets are needed, over notations, which know the symbols.
 *
 * Invariant: what a notation prints for ASCII reads back as the same formula.
 */
import type { Attitude, Bond, BoundVariable, Formula } from "../formula/formula.ts";

/** The symbols of one way to write the logic; every argument is printed already. */
export interface Notation {
  readonly atom: (name: string) => string;
  readonly inverse: (key: string) => string;
  readonly attitude: (verb: Attitude["is"], who: string, what: string) => string;
  readonly fresh: (what: string) => string;
  readonly bond: (kind: Bond["is"], one: string, by: string, other: string) => string;
  readonly pubkey: (key: string, of: string) => string;
  /** Parts of a set, without brackets around them. */
  readonly list: (parts: readonly string[]) => string;
  readonly brackets: (inside: string) => string;
  readonly enc: (body: string, key: string) => string;
  readonly comb: (body: string, secret: string) => string;
  readonly from: (made: string, originator: string) => string;
  readonly hash: (body: string) => string;
  readonly forall: (variables: readonly BoundVariable[], body: Formula, printed: string) => string;
}

/** Prints a formula. */
export function printFormula(formula: Formula, notation: Notation): string {
  const go = (inside: Formula): string => printFormula(inside, notation);
  /** Prints what follows a verb: a set needs brackets, or its comma would end the verb's part. */
  const operand = (inside: Formula): string => (inside.is === "tuple" ? notation.brackets(go(inside)) : go(inside));
  /** Prints what stands at an arrow or below a ciphertext: anything but a name needs brackets. */
  const primary = (inside: Formula): string => (isPrimary(inside) ? go(inside) : notation.brackets(go(inside)));
  const made = (text: string, from: Formula | undefined): string =>
    from === undefined ? text : notation.from(text, primary(from));
  switch (formula.is) {
    case "atom":
      return notation.atom(formula.name);
    case "inverse":
      return notation.inverse(primary(formula.of));
    case "believes":
    case "sees":
    case "said":
    case "controls":
      return notation.attitude(formula.is, primary(formula.who), operand(formula.what));
    case "fresh":
      return notation.fresh(go(formula.what));
    case "sharedkey":
    case "secret":
      return notation.bond(formula.is, primary(formula.one), primary(formula.by), primary(formula.other));
    case "pubkey":
      return notation.pubkey(primary(formula.by), primary(formula.of));
    case "tuple":
      return notation.list(formula.parts.map(operand));
    case "enc":
      return made(notation.enc(go(formula.body), primary(formula.by)), formula.from);
    case "comb":
      return made(notation.comb(go(formula.body), primary(formula.by)), formula.from);
    case "hash":
      return notation.hash(go(formula.body));
    case "forall":
      return notation.forall(formula.variables, formula.body, operand(formula.body));
    default:
      return formula satisfies never;
  }
}

function isPrimary(formula: Formula): boolean {
  return formula.is === "atom" || formula.is === "inverse" || formula.is === "fresh" || formula.is === "hash";
}
