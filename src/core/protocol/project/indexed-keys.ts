/** The assumptions about public keys that are bound to an index: who can compute them. */
import { subterms, type Term } from "../../term/term.ts";
import { hasIndex, KEY_OPERATIONS } from "../../theory/keys.ts";

/** One sentence for the identity-based families in use, one for the others. */
export function sayWhoMakesKeys(terms: readonly Term[], identityBased: ReadonlySet<string>): string[] {
  const families = [...new Set(terms.flatMap((term) => [...subterms(term)].flatMap(listFamily)))].sort();
  const computed = families.filter((family) => identityBased.has(family));
  const made = families.filter((family) => !identityBased.has(family));
  return [
    ...(computed.length === 0
      ? []
      : [`Everyone computes the public keys of ${computed.join(" and ")} from their owner's name and their index.`]),
    ...(made.length === 0
      ? []
      : [
          `Keys of ${made.join(" and ")} with an index are made by their owner; others have them only once they are sent.`,
        ]),
  ];
}

function listFamily(term: Term): string[] {
  if (term.kind !== "application" || !KEY_OPERATIONS.some((op) => op.name === term.op) || !hasIndex(term)) return [];
  const [family] = term.args;
  return family?.kind === "name" ? [family.name] : [];
}
