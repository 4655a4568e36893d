/**
 * Intended terms: what a name stands for when nobody interferes.
 *
 * They are ordinary terms, but tuples keep the author's field names: `{N1,T1}` is an operation of its own. `eraseNames`
 * gives the term that travels. Two parts are the same exactly when their erased terms are equal.
 */
import { apply, type Term, tuple } from "../term/term.ts";

/** A tuple with named fields. */
export function record(fields: readonly (readonly [name: string, value: Term])[]): Term {
  return apply(`{${fields.map(([name]) => name).join(",")}}`, ...fields.map(([, value]) => value));
}

/** The fields of a record; undefined for any other term. */
export function fieldsOf(term: Term): readonly (readonly [name: string, value: Term])[] | undefined {
  if (term.kind !== "application" || !term.op.startsWith("{")) return undefined;
  const names = term.op.slice(1, -1).split(",");
  return term.args.map((value, i) => [names[i] as string, value] as const);
}

/** The term that travels: records become tuples. */
export function eraseNames(term: Term): Term {
  if (term.kind !== "application") return term;
  const args = term.args.map(eraseNames);
  if (!term.op.startsWith("{")) return apply(term.op, ...args);
  return args.length === 0 ? apply(term.op) : tuple(...args);
}
