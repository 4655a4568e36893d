/**
 * Values that a claim may call guessable: those that people choose or write, never a key, nonce or scalar that a
 * program draws.
 */
import type { Sort, Term } from "../../term/term.ts";
import { untuple } from "../../term/term.ts";
import { DEFAULT_FAMILY } from "../../theory/expression.ts";
import { eraseNames } from "../../theory/intended.ts";
import { SHARED_KEYS } from "../../theory/keys.ts";
import { reject } from "../check/rejection.ts";
import { printIntended } from "./print-intended.ts";

const SORTS: ReadonlySet<Sort> = new Set(["Data", "Text", "Id"]);

/** Rejects (CP411) a term with a part that nobody guesses; `constants` are those of agents, with their sorts. */
export function demandGuessable(term: Term, constants: ReadonlyMap<string, Sort>): void {
  for (const part of untuple(eraseNames(term))) {
    if (isGuessable(part, constants)) continue;
    reject("CP411", `Nobody guesses ${printIntended(part)}.`, {
      help: 'Guessable are values of the sorts data, text and id, and keys of a family such as shk("A", "B", "password").',
    });
  }
}

function isGuessable(term: Term, constants: ReadonlyMap<string, Sort>): boolean {
  if (term.kind !== "application") return term.sorts.length > 0 && term.sorts.every((sort) => SORTS.has(sort));
  const [first] = term.args;
  const sort = constants.get(term.op);
  if (sort !== undefined) return SORTS.has(sort);
  return SHARED_KEYS.has(term.op) && first?.kind === "name" && first.name !== DEFAULT_FAMILY.shk;
}
