/** Terms of GNY logic as its paper writes them, with the signs of a keyboard. */
import type { Term } from "../derive/gny/term.ts";

/** e.g. `A bel B conveyed (Na, Nb)`. */
export function printGny(term: Term): string {
  const [one = "", other = "", third = ""] = term.args.map(printGny);
  switch (term.is) {
    case "atom":
      return term.id;
    case "tuple":
      return `(${term.args.map(printGny).join(", ")})`;
    case "told":
      return `${one} <| ${other}`;
    case "possesses":
      return `${one} has ${other}`;
    case "believes":
      return `${one} bel ${other}`;
    case "conveyed":
      return `${one} conveyed ${other}`;
    case "controls":
      return `${one} controls ${other}`;
    case "honest":
      return `${one} is honest and competent`;
    case "fresh":
      return `#(${one})`;
    case "recognises":
      return `phi(${one})`;
    case "sharedkey":
      return `${one} <-${other}-> ${third}`;
    case "pubkey":
      return `+${one} |-> ${other}`;
    case "enc":
      return `{${other}}${one}`;
    case "penc":
      return `{${other}}+${one}`;
    case "sig":
      return `{${other}}-${one}`;
    case "inv":
      return `-${one}`;
    case "hash":
      return `H(${one})`;
    case "fun":
      return `F(${one}, ${other})`;
    case "star":
      return `*${one}`;
    case "ext":
      return `${one} ~> (${other})`;
    default:
      return term.id;
  }
}
