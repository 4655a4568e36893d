/** The notation that people type and terminals show; `readAscii` reads it back. */
import type { Formula } from "../formula/formula.ts";
import { inferSort } from "../formula/infer-sort.ts";
import { type Notation, printFormula } from "./notation.ts";

const VERBS = { believes: "bel", sees: "sees", said: "said", controls: "controls" } as const;

const ASCII: Notation = {
  atom: (name) => name,
  inverse: (key) => `${key}^-1`,
  attitude: (verb, who, what) => `${who} ${VERBS[verb]} ${what}`,
  fresh: (what) => `#(${what})`,
  bond: (kind, one, by, other) => (kind === "sharedkey" ? `${one} <-${by}-> ${other}` : `${one} <=${by}=> ${other}`),
  pubkey: (key, of) => `${key} |-> ${of}`,
  list: (parts) => parts.join(", "),
  brackets: (inside) => `(${inside})`,
  enc: (body, key) => `{${body}}${key}`,
  comb: (body, secret) => `<${body}>${secret}`,
  from: (made, originator) => `${made} from ${originator}`,
  hash: (body) => `H(${body})`,
  forall: (variables, body, printed) => {
    const named = variables.map(({ name, sort }) => (inferSort(name, body) === sort ? name : `${name}: ${sort}`));
    return `forall ${named.join(", ")}. ${printed}`;
  },
};

/** e.g. `A bel A <-Kab-> B`. */
export function printAscii(formula: Formula): string {
  return printFormula(formula, ASCII);
}
