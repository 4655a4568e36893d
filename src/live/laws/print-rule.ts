/** A rule's term as its author wrote it: keys without their family, operations without their theory. */
import type { Term } from "../../core/term/term.ts";
import { isKey, ownerOf } from "./evaluate.ts";

/** Prints one side of a rule. */
export function printRule(term: Term): string {
  if (term.kind !== "application") return term.name;
  if (isKey(term)) return `${term.op}(${ownerOf(term)})`;
  return `${term.op.slice(term.op.lastIndexOf(".") + 1)}(${term.args.map(printRule).join(", ")})`;
}
