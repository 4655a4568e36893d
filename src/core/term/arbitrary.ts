/** Random terms for property tests. */
import * as fc from "fast-check";
import { AGENT, apply, constant, freshName, PAIR, type Term, variable } from "./term.ts";

const ATOMS: readonly Term[] = [
  constant("Alice", [AGENT]),
  constant("Eve", [AGENT]),
  constant("c", ["Nonce"]),
  freshName("n", ["Nonce"], 0),
  freshName("n", ["Nonce"], 1),
];

const VARIABLES: readonly Term[] = [
  variable("A", [AGENT], 0),
  variable("x", ["Nonce"], 0),
  variable("y", ["Nonce", "Data"], 0),
  variable("z", ["Data", "Nonce", AGENT], 0),
  variable("t", [], 0),
  variable("u", ["Ticket"], 1),
];

/** A term over a small signature; `leaves` are its atoms and variables. */
function termOver(leaves: readonly Term[]): fc.Arbitrary<Term> {
  return fc.letrec<{ term: Term }>((tie) => ({
    term: fc.oneof(
      { maxDepth: 4, depthSize: "small" },
      fc.constantFrom(...leaves),
      fc.tuple(tie("term"), tie("term")).map(([a, b]) => apply(PAIR, a, b)),
      fc.tuple(tie("term"), tie("term")).map(([m, k]) => apply("senc", m, k)),
      tie("term").map((m) => apply("hash", m)),
    ),
  })).term;
}

export const anyTerm: fc.Arbitrary<Term> = termOver([...ATOMS, ...VARIABLES]);
export const groundTerm: fc.Arbitrary<Term> = termOver(ATOMS);
