/**
 * The variables of rules as readers write them.
 *
 * The toolkit calls the arguments of an operation `aenc.0`, `aenc.1` and marks variables that it has renamed apart; readers
 * get letters. A family that may be any is left out, as a key's usual family is.
 */
import { constant, mapLeaves, type Term, variable, variablesOf } from "../core/term/term.ts";
import { FAMILY } from "../core/theory/keys.ts";

const LETTERS = ["x", "y", "z", "u", "v", "w"];

/** The terms of one rule, with names for readers. */
export function nameForReaders(terms: readonly Term[]): Term[] {
  const variables = variablesOf(...terms);
  const kept = variables.filter(({ name, sorts }) => isReadable(name) && !sorts.includes(FAMILY));
  const taken = new Set(kept.map(({ name }) => name));
  const names = new Map<string, Term>();
  for (const v of variables) {
    if (v.sorts.includes(FAMILY)) names.set(v.key, constant("key"));
    else if (!isReadable(v.name)) names.set(v.key, variable(chooseLetter(taken), v.sorts));
  }
  return terms.map((term) => mapLeaves(term, (leaf) => names.get(leaf.key) ?? leaf));
}

/** The term of a role's script without the families of keys that may be any. */
export function leaveOutFamilies(term: Term): Term {
  return mapLeaves(term, (leaf) => (isFamily(leaf) ? constant("key") : leaf));
}

/** True for a variable that stands for a family of keys. */
export function isFamily(leaf: Term): boolean {
  return leaf.kind === "variable" && leaf.sorts.includes(FAMILY);
}

function isReadable(name: string): boolean {
  return /^[A-Za-z][A-Za-z0-9]*$/.test(name);
}

function chooseLetter(taken: Set<string>): string {
  let letter = LETTERS[0] as string;
  for (let i = 0; taken.has(letter); i++) {
    letter = `${LETTERS[i % LETTERS.length]}${i < LETTERS.length ? "" : Math.floor(i / LETTERS.length) + 1}`;
  }
  taken.add(letter);
  return letter;
}
