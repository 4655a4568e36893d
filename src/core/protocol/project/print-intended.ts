/** Intended terms in the author's spelling, for messages. */
import { AGENT, PAIR, type Term } from "../../term/term.ts";
import { DEFAULT_FAMILY, type KeyOperation } from "../../theory/expression.ts";
import { fieldsOf } from "../../theory/intended.ts";
import { nameOf } from "./name-of.ts";

/** e.g. `pre.enc(M, pk(DO, ibe))`. */
export function printIntended(term: Term): string {
  if (term.kind === "variable") return term.sorts.includes(AGENT) ? term.name : `any ${term.name}`;
  if (term.kind === "name") return nameOf(term) ?? term.name;
  const fields = fieldsOf(term);
  if (fields !== undefined) return `{ ${fields.map(([name]) => name).join(", ")} }`;
  if (term.op === PAIR) return term.args.map(printIntended).join(", ");
  if (!(term.op in DEFAULT_FAMILY)) return `${term.op}(${term.args.map(printIntended).join(", ")})`;
  const [family, ...owners] = term.args as readonly [Term, ...Term[]];
  const isDefault = family.kind === "name" && family.name === DEFAULT_FAMILY[term.op as KeyOperation];
  return `${term.op}(${[...owners, ...(isDefault ? [] : [family])].map(printIntended).join(", ")})`;
}
