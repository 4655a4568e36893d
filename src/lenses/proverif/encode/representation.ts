/** How variables and fresh names of one role, rule or query are written. */
import type { Name, Variable } from "../../../core/term/term.ts";
import type { AtomClasses } from "./atom-classes.ts";
import { isFamilyName } from "./vocabulary.ts";

/** A variable as a bitstring, from the identifier that was bound: a member of its class, or the term itself. */
export function representVariable(classes: AtomClasses, v: Variable, id: string): string {
  if (isFamilyName(v)) return id;
  const admitted = classes.admitted(v);
  switch (admitted.is) {
    case "anything":
    case "some":
      return id;
    case "one":
      return classes.wrap(admitted.atoms, id);
    case "atoms":
      return `at(${id})`;
    default:
      return admitted satisfies never;
  }
}

/** The type of that identifier. */
export function typeOfVariable(classes: AtomClasses, v: Variable): string {
  if (isFamilyName(v)) return "family";
  const admitted = classes.admitted(v);
  switch (admitted.is) {
    case "anything":
    case "some":
      return "bitstring";
    case "one":
      return admitted.atoms.type;
    case "atoms":
      return "atom";
    default:
      return admitted satisfies never;
  }
}

/** A fresh name as a bitstring. */
export function representName(classes: AtomClasses, name: Name, id: string): string {
  return classes.wrap(classes.of(name), id);
}
