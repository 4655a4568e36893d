/** Terms as expressions of ProVerif: every term a bitstring, atoms under the constructor of their class. */
import { apply, type Name, PAIR, type Term, type Variable } from "../../../core/term/term.ts";
import type { AtomClasses } from "./atom-classes.ts";
import { isFamilyName, type Vocabulary } from "./vocabulary.ts";

/** How the leaves of a term are written, and whether what reduces is computed. */
export interface Speech {
  readonly vocabulary: Vocabulary;
  readonly classes: AtomClasses;
  /** A fresh name or a variable, as a bitstring. */
  readonly leaf: (leaf: Name | Variable) => string;
  /** The name of a box that was received, and is passed on as it is. */
  readonly recall?: (term: Term) => string | undefined;
  /** `computed`: an operation that rules reduce is applied; `as it is`: the term is one that does not reduce. */
  readonly operations: "computed" | "as it is";
}

/** Writes a term. */
export function writeTerm(speech: Speech, term: Term): string {
  const { vocabulary, classes } = speech;
  switch (term.kind) {
    case "variable":
      return speech.leaf(term);
    case "name":
      if (term.fresh) return speech.leaf(term);
      if (isFamilyName(term)) return vocabulary.constant(term);
      return classes.wrap(classes.of(term), vocabulary.constant(term));
    case "application": {
      const recalled = speech.recall?.(term);
      if (recalled !== undefined) return recalled;
      const [first, second] = term.args;
      if (term.op === PAIR) return call("pair", writeAll(speech, term.args));
      const power = vocabulary.exponentiations.get(term.op);
      if (power !== undefined && first !== undefined && second !== undefined) {
        return writeTerm(speech, apply(power.key, apply(power.share, first), second));
      }
      if (speech.operations === "computed" && vocabulary.isComputed(term.op)) {
        return call(vocabulary.destructorOf(term.op, term.args.length).id, writeAll(speech, term.args));
      }
      const func = vocabulary.constructorOf(term);
      return call(func.id, writeAll(speech, term.args.slice(0, func.args.length)));
    }
    default:
      return term satisfies never;
  }
}

function writeAll(speech: Speech, terms: readonly Term[]): string[] {
  return terms.map((term) => writeTerm(speech, term));
}

/** A function applied to arguments; without any it is written by its name alone. */
export function call(id: string, args: readonly string[]): string {
  return args.length === 0 ? id : `${id}(${args.join(", ")})`;
}
