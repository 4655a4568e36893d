/**
 * Terms for people, in the spelling of SPDL: `{ a,b }k`, `f(a,b)`, `(a,b)`, and `n#0` for the copy of run 0.
 *
 * The suffix that keeps equal spellings of different constants apart is left out: it is nobody's word.
 */
import { PAIR, type Term, untuple } from "../../core/term/term.ts";
import { CRYPT } from "./compile/resolve-term.ts";
import { FUNCTION } from "./compile/built-ins.ts";

/** Prints a term of a model that comes from SPDL. */
export function printTerm(term: Term): string {
  if (term.kind !== "application") {
    const run = term.run === undefined ? "" : `#${term.run}`;
    return `${term.name.replace(/(?<=.)@.*$/s, "")}${run}`;
  }
  const [body, key] = term.args;
  if (term.op === CRYPT && body !== undefined && key !== undefined) {
    const isFunction = key.kind !== "application" && key.sorts.includes(FUNCTION);
    return isFunction ? `${printTerm(key)}(${printParts(body)})` : `{ ${printParts(body)} }${printTerm(key)}`;
  }
  if (term.op === PAIR) return `(${printParts(term)})`;
  return `${term.op}(${term.args.map(printTerm).join(",")})`;
}

/** Prints the parts of a tuple without parentheses around them. */
export function printParts(term: Term): string {
  return untuple(term).map(printTerm).join(",");
}
