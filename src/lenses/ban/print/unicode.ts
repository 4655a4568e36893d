/** The paper's symbols as characters, for terminals and Markdown. */
import type { Formula } from "../formula/formula.ts";
import { type Notation, printFormula } from "./notation.ts";

const VERBS = { believes: "|≡", sees: "◁", said: "|~", controls: "|⇒" } as const;

const UNICODE: Notation = {
  atom: (name) => name,
  inverse: (key) => `${key}⁻¹`,
  attitude: (verb, who, what) => `${who} ${VERBS[verb]} ${what}`,
  fresh: (what) => `♯(${what})`,
  bond: (kind, one, by, other) => `${one} ${kind === "sharedkey" ? "↔" : "⇌"}${by} ${other}`,
  pubkey: (key, of) => `↦${key} ${of}`,
  list: (parts) => parts.join(", "),
  brackets: (inside) => `(${inside})`,
  enc: (body, key) => `{${body}}${key}`,
  comb: (body, secret) => `⟨${body}⟩${secret}`,
  from: (made, originator) => `${made} from ${originator}`,
  hash: (body) => `H(${body})`,
  forall: (variables, _, printed) => `∀${variables.map(({ name }) => name).join(",")}.(${printed})`,
};

/** e.g. `A |≡ A ↔Kab B`. */
export function printUnicode(formula: Formula): string {
  return printFormula(formula, UNICODE);
}
