/** Terms for people: the field's notation, with the author's names. */
import { PAIR, type Term, untuple } from "./term.ts";

const ENCRYPTIONS: ReadonlyMap<string, string> = new Map([
  ["crypt", ""],
  ["aenc", ""],
  ["senc", ""],
  ["sign", "sign"],
]);

/** Operations whose first argument is a family of keys; the family `key` is the usual one and is not shown. */
const KEYS: ReadonlySet<string> = new Set(["pk", "sk", "vk", "sgk", "shk", "shk.directed"]);

/** `{ a, b }pk(Bob)`, `h(a, b)`, `(a, b)`; a fresh name shows its run, as in `N1#2`. */
export function printTerm(term: Term): string {
  switch (term.kind) {
    case "name":
      return term.run === undefined ? term.name : `${term.name}#${term.run}`;
    case "variable":
      return term.run === undefined ? term.name : `${term.name}#${term.run}`;
    case "application":
      return printApplication(term.op, term.args, term);
    default:
      return term satisfies never;
  }
}

function printApplication(op: string, args: readonly Term[], term: Term): string {
  if (op === PAIR) return `(${untuple(term).map(printTerm).join(", ")})`;
  const [first, second] = args;
  const prefix = ENCRYPTIONS.get(op);
  if (prefix !== undefined && first !== undefined && second !== undefined) {
    const isFunction = op === "crypt" && second.kind === "name" && second.sorts.includes("Function");
    if (isFunction) return `${second.name}(${printParts(first)})`;
    return `${prefix}{ ${printParts(first)} }${printTerm(second)}`;
  }
  if (KEYS.has(op) && first !== undefined && second !== undefined) {
    const family = first.kind === "name" && first.name === "key" ? "" : `.${printTerm(first)}`;
    return `${op}${family}(${args.slice(1).map(printParts).join(", ")})`;
  }
  return `${op}(${args.map(printTerm).join(", ")})`;
}

function printParts(term: Term): string {
  return untuple(term).map(printTerm).join(", ");
}
