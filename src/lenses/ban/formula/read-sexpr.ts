/**
 * Reads formulas written as s-expressions, the form of corpora and proofs: `(believes A (sharedkey A Kab B))`.
 *
 * Nesting is bounded, so that no input can exhaust the stack.
 */
import { askForNearest } from "../../../core/diagnostic/suggest.ts";
import {
  type Attitude,
  atom,
  attitude,
  type BoundVariable,
  bond,
  comb,
  enc,
  type Formula,
  forall,
  fresh,
  hash,
  inverse,
  pubkey,
  tuple,
} from "./formula.ts";
import { FormulaError, type ReadFormula } from "./formula-error.ts";
import { VARIABLE_SORTS } from "./sorts.ts";

/** How deep formulas may nest. */
export const DEEPEST = 250;

type Tree =
  | { readonly is: "word"; readonly text: string; readonly at: number }
  | { readonly is: "list"; readonly items: readonly Tree[]; readonly at: number };

/** How an operator is written, by its name. */
const USAGE: Readonly<Record<string, string>> = {
  believes: "(believes P X)",
  sees: "(sees P X)",
  said: "(said P X)",
  controls: "(controls P X)",
  fresh: "(fresh X)",
  sharedkey: "(sharedkey P K Q)",
  secret: "(secret P Y Q)",
  pubkey: "(pubkey K P)",
  tuple: "(tuple X Y ...)",
  enc: "(enc K X) or (enc K X R)",
  inv: "(inv K)",
  comb: "(comb X Y) or (comb X Y R)",
  hash: "(hash X)",
  forall: "(forall ((V sort) ...) S)",
};

/** Reads one formula. Throws FormulaError. */
export function readSexpr(text: string): ReadFormula {
  const offsets = new Map<Formula, number>();
  return { formula: toFormula(readTree(text), offsets), offsets };
}

function readTree(text: string): Tree {
  const open: { items: Tree[]; at: number }[] = [];
  let whole: Tree | undefined;
  for (const { 0: token, index: at } of text.matchAll(/[()]|[^\s()]+/g)) {
    if (whole !== undefined) {
      throw new FormulaError("BN101", `The formula is complete before ${clip(token)}.`, at, "Remove what follows it.");
    }
    let done: Tree | undefined;
    if (token === "(") {
      open.push({ items: [], at });
      if (open.length > DEEPEST) throw new FormulaError("BN101", `The formula nests deeper than ${DEEPEST}.`, at);
    } else if (token === ")") {
      const closed = open.pop();
      if (closed === undefined) throw new FormulaError("BN101", "This bracket closes nothing.", at);
      done = { is: "list", ...closed };
    } else done = { is: "word", text: token, at };
    if (done === undefined) continue;
    const outer = open.at(-1);
    if (outer === undefined) whole = done;
    else outer.items.push(done);
  }
  const unclosed = open.at(-1);
  if (unclosed !== undefined) throw new FormulaError("BN101", "This bracket is never closed.", unclosed.at);
  if (whole === undefined) throw new FormulaError("BN101", "There is no formula here.", 0);
  return whole;
}

function toFormula(tree: Tree, offsets: Map<Formula, number>): Formula {
  const made = makeFormula(tree, offsets);
  if (!offsets.has(made)) offsets.set(made, tree.at);
  return made;
}

function makeFormula(tree: Tree, offsets: Map<Formula, number>): Formula {
  if (tree.is === "word") return atom(readName(tree.text, tree.at));
  const [head, ...args] = tree.items;
  if (head === undefined) throw new FormulaError("BN101", "These brackets are empty.", tree.at);
  if (head.is === "list") {
    throw new FormulaError("BN101", "A formula begins with its operator.", head.at, `Operators: ${listOperators()}.`);
  }
  const part = (at: number): Formula => toFormula(args[at] as Tree, offsets);
  const expect = (least: number, most: number): void => {
    if (args.length >= least && args.length <= most) return;
    throw new FormulaError(
      "BN101",
      `${head.text} does not take ${args.length}.`,
      tree.at,
      `Write ${USAGE[head.text]}.`,
    );
  };
  switch (head.text) {
    case "believes":
    case "sees":
    case "said":
    case "controls":
      expect(2, 2);
      return attitude(head.text satisfies Attitude["is"], part(0), part(1));
    case "fresh":
      expect(1, 1);
      return fresh(part(0));
    case "sharedkey":
    case "secret":
      expect(3, 3);
      return bond(head.text, part(0), part(1), part(2));
    case "pubkey":
      expect(2, 2);
      return pubkey(part(0), part(1));
    case "inv":
      expect(1, 1);
      return inverse(part(0));
    case "tuple":
      expect(2, Number.POSITIVE_INFINITY);
      return tuple(args.map((_, i) => part(i)));
    case "enc":
      expect(2, 3);
      return enc(part(0), part(1), args.length === 3 ? part(2) : undefined);
    case "comb":
      expect(2, 3);
      return comb(part(0), part(1), args.length === 3 ? part(2) : undefined);
    case "hash":
      expect(1, 1);
      return hash(part(0));
    case "forall":
      expect(2, 2);
      return forall(readBinder(args[0] as Tree), part(1));
    default: {
      const help = askForNearest(head.text, Object.keys(USAGE)) ?? `Operators: ${listOperators()}.`;
      throw new FormulaError("BN101", `There is no operator ${clip(head.text)}.`, head.at, help);
    }
  }
}

function readBinder(tree: Tree): BoundVariable[] {
  const wrong = (at: number): FormulaError =>
    new FormulaError("BN101", "Variables are written with their sorts.", at, `Write ${USAGE["forall"]}.`);
  if (tree.is === "word" || tree.items.length === 0) throw wrong(tree.at);
  const names = new Set<string>();
  return tree.items.map((item) => {
    const [name, sort, ...more] = item.is === "list" ? item.items : [];
    if (name?.is !== "word" || sort?.is !== "word" || more.length > 0) throw wrong(item.at);
    if (names.has(readName(name.text, name.at))) throw boundTwice(name.text, name.at);
    names.add(name.text);
    const known = VARIABLE_SORTS.find((candidate) => candidate === sort.text);
    if (known !== undefined) return { name: name.text, sort: known };
    const help = askForNearest(sort.text, VARIABLE_SORTS) ?? `Sorts: ${VARIABLE_SORTS.join(", ")}.`;
    throw new FormulaError("BN103", `There is no sort ${clip(sort.text)}.`, sort.at, help);
  });
}

/** A name; those that begin with ? are for the rules' own variables. Throws FormulaError. */
function readName(text: string, at: number): string {
  const fault = explainName(text);
  if (fault === undefined) return text;
  throw new FormulaError("BN101", `${clip(text)} is no name: ${fault}.`, at, "Choose another name.");
}

/** Why a text cannot be a name in a formula; undefined: it can. */
export function explainName(text: string): string | undefined {
  if (text === "") return "it is empty";
  if (text.startsWith("?")) return "what begins with ? stands for variables of rules";
  return /[\s()]/.test(text) ? "names have no brackets and no spaces" : undefined;
}

/** Words the mistake of a quantifier that binds one name twice. */
export function boundTwice(name: string, at: number): FormulaError {
  return new FormulaError(
    "BN103",
    `The variable ${clip(name)} is bound twice.`,
    at,
    "Give each variable its own name.",
  );
}

function listOperators(): string {
  return Object.keys(USAGE).join(", ");
}

function clip(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text;
}
