/**
 * Terms of GNY logic as the prover has them, read from s-expressions: messages and statements are not told apart. Tuples are
 * flat sorted sets that are never of one part; `id` is equal for equal terms, and is what a proof has.
 */
import { FormulaError } from "../../formula/formula-error.ts";

export interface Term {
  /** An operator, or `atom`. */
  readonly is: string;
  readonly args: readonly Term[];
  readonly id: string;
}

/** How many parts each operator takes; a tuple takes any number from two. */
export const GNY_ARITY: Readonly<Record<string, number>> = {
  ...{ told: 2, possesses: 2, believes: 2, conveyed: 2, controls: 2, honest: 1 },
  ...{ fresh: 1, recognises: 1, sharedkey: 3, pubkey: 2 },
  ...{ enc: 2, penc: 2, sig: 2, inv: 1, hash: 1, fun: 2, star: 1, ext: 2 },
};

/** A name. */
export function name(text: string): Term {
  return { is: "atom", args: [], id: text };
}

/** An operator applied to terms in normal form. */
export function make(is: string, ...args: readonly Term[]): Term {
  return { is, args, id: `(${[is, ...args.map(({ id }) => id)].join(" ")})` };
}

/** The set of some terms; one stands for itself. */
export function together(terms: readonly Term[]): Term {
  const parts = new Map(terms.flatMap(partsOf).map((part) => [part.id, part]));
  const sorted = [...parts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  const [first] = sorted;
  return sorted.length === 1 && first !== undefined ? first : make("tuple", ...sorted);
}

/** The parts of a tuple; any other term is its own only one. */
export function partsOf(term: Term): readonly Term[] {
  return term.is === "tuple" ? term.args : [term];
}

/** True where every part of the one is a part of the other. */
export function isPart(one: Term, other: Term): boolean {
  const there = new Set(partsOf(other).map(({ id }) => id));
  return partsOf(one).every(({ id }) => there.has(id));
}

/** The term and all inside it. */
export function* insideOf(term: Term): Generator<Term> {
  yield term;
  for (const arg of term.args) yield* insideOf(arg);
}

const DEEPEST = 100;

/** Reads a term. Throws FormulaError (BN101). */
export function readTerm(text: string): Term {
  const open: { readonly at: number; readonly items: (Term | string)[] }[] = [];
  let whole: Term | undefined;
  for (const { 0: token, index: at } of text.matchAll(/[()]|[^\s()]+/g)) {
    if (whole !== undefined) throw new FormulaError("BN101", "The formula is complete before this.", at);
    let done: Term | undefined;
    if (token === "(") {
      open.push({ at, items: [] });
      if (open.length > DEEPEST) throw new FormulaError("BN101", `The formula nests deeper than ${DEEPEST}.`, at);
      continue;
    }
    if (token === ")") {
      const closed = open.pop();
      if (closed === undefined) throw new FormulaError("BN101", "This bracket closes nothing.", at);
      done = close(closed.items, closed.at);
    } else if (open.length > 0 && open.at(-1)?.items.length === 0) {
      open.at(-1)?.items.push(token);
      continue;
    } else {
      if (token.startsWith("?")) throw new FormulaError("BN101", "What begins with ? is no name.", at);
      done = name(token);
    }
    const outer = open.at(-1);
    if (outer === undefined) whole = done;
    else outer.items.push(done);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new FormulaError("BN101", "This bracket is never closed.", unclosed.at);
  if (whole === undefined) throw new FormulaError("BN101", "There is no formula here.", 0);
  return whole;
}

function close([head, ...args]: readonly (Term | string)[], at: number): Term {
  if (typeof head !== "string") throw new FormulaError("BN101", "A formula begins with its operator.", at);
  const terms = args.filter((arg) => typeof arg !== "string");
  if (head === "tuple" && terms.length > 1) return together(terms);
  const arity = Object.hasOwn(GNY_ARITY, head) ? GNY_ARITY[head] : undefined;
  if (arity !== undefined && arity === terms.length) return make(head, ...terms);
  const help = `Operators: tuple, ${Object.keys(GNY_ARITY).join(", ")}.`;
  throw new FormulaError("BN101", `${head.slice(0, 40)} does not take ${terms.length}.`, at, help);
}
