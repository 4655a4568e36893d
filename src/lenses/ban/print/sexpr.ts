/** S-expressions: the form of corpora and proofs, which `readSexpr` reads back. */
import type { Formula } from "../formula/formula.ts";
import { type Notation, printFormula } from "./notation.ts";

const SEXPR: Notation = {
  atom: (name) => name,
  inverse: (key) => `(inv ${key})`,
  attitude: (verb, who, what) => `(${verb} ${who} ${what})`,
  fresh: (what) => `(fresh ${what})`,
  bond: (kind, one, by, other) => `(${kind} ${one} ${by} ${other})`,
  pubkey: (key, of) => `(pubkey ${key} ${of})`,
  list: (parts) => `(tuple ${parts.join(" ")})`,
  brackets: (inside) => inside,
  enc: (body, key) => `(enc ${key} ${body})`,
  comb: (body, secret) => `(comb ${body} ${secret})`,
  from: (made, originator) => `${made.slice(0, -1)} ${originator})`,
  hash: (body) => `(hash ${body})`,
  forall: (variables, _, printed) => `(forall (${variables.map((v) => `(${v.name} ${v.sort})`).join(" ")}) ${printed})`,
};

/** e.g. `(believes A (sharedkey A Kab B))`. */
export function printSexpr(formula: Formula): string {
  return printFormula(formula, SEXPR);
}
