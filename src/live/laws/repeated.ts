/** Variables and owners that stand in several places of a rule, where it compares: those that it says something about. */
import { apply, type Term, variable } from "../../core/term/term.ts";
import { isKey, keyOf, ownerOf } from "./evaluate.ts";

/** Their names. */
export function listRepeated(...terms: readonly Term[]): readonly string[] {
  const places = terms.flatMap(listPlaces);
  return [...new Set(places)].filter((name) => places.indexOf(name) !== places.lastIndexOf(name));
}

function listPlaces(term: Term): readonly string[] {
  if (term.kind === "variable") return [term.name];
  if (term.kind === "name") return [];
  return isKey(term) ? [ownerOf(term)] : term.args.flatMap(listPlaces);
}

/** The terms with another value in the last place of this name. */
export function replaceLast(terms: readonly Term[], name: string): readonly Term[] {
  let left = terms.flatMap(listPlaces).filter((place) => place === name).length;
  const replace = (term: Term): Term => {
    if (term.kind === "name") return term;
    if (term.kind === "variable") return isLast(term.name) ? variable(`${name}'`, term.sorts) : term;
    if (isKey(term)) return isLast(ownerOf(term)) ? keyOf(term.op, `${name}'`) : term;
    return apply(term.op, ...term.args.map(replace));
  };
  const isLast = (place: string): boolean => {
    if (place !== name) return false;
    left -= 1;
    return left === 0;
  };
  return terms.map(replace);
}
