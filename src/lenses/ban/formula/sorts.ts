/**
 * The names of an analysis with their sorts, and whether a formula respects them.
 *
 * Only what the grammar of the logic fixes is demanded: verbs have principals, encryption and key statements have keys of
 * the right kind. Everything may be said, seen, believed and called fresh.
 */
import type { Formula, VariableSort } from "./formula.ts";
import { FormulaError, type ReadFormula } from "./formula-error.ts";
import { askForNearest } from "../../../core/diagnostic/suggest.ts";

export const SYMBOL_SORTS = ["principal", "key", "nonce", "timestamp", "data"] as const;
export type SymbolSort = (typeof SYMBOL_SORTS)[number];

export const VARIABLE_SORTS: readonly VariableSort[] = ["key", "msg", "principal", "nonce", "timestamp", "data"];

export interface BanSymbol {
  readonly sort: SymbolSort;
  /** Keys only. */
  readonly kind?: "shared" | "public" | undefined;
  /** Who has a shared key. */
  readonly holders?: readonly string[] | undefined;
  /** The roles that have the key when the concrete protocol is over, servers included. */
  readonly reached?: readonly string[] | undefined;
  /** Whose public key it is. */
  readonly owner?: string | undefined;
  /** Who makes the value. */
  readonly origin?: string | undefined;
  /** Who made a part of it: a derived key with a fresh part is fresh. */
  readonly origins?: readonly string[] | undefined;
  /** How LaTeX prints it. */
  readonly tex?: string | undefined;
}

/** Every name of an analysis. */
export type Symbols = ReadonlyMap<string, BanSymbol>;

type Expected = "principal" | "key" | "public key" | "shared key";

/** Throws FormulaError (BN102, BN103) for the first thing in the formula that the names do not allow. */
export function checkSorts({ formula, offsets }: ReadFormula, symbols: Symbols): void {
  check(formula, new Map(), { symbols, offsets });
}

interface Context {
  readonly symbols: Symbols;
  readonly offsets: ReadonlyMap<Formula, number>;
}

type Bound = ReadonlyMap<string, VariableSort>;

function check(formula: Formula, bound: Bound, context: Context): void {
  const go = (inside: Formula): void => check(inside, bound, context);
  const demand = (inside: Formula, expected: Expected): void => demandSort(inside, expected, bound, context);
  switch (formula.is) {
    case "atom":
      lookUp(formula.name, formula, bound, context);
      return;
    case "inverse":
      demand(formula.of, "public key");
      return;
    case "believes":
    case "sees":
    case "said":
    case "controls":
      demand(formula.who, "principal");
      go(formula.what);
      return;
    case "fresh":
      go(formula.what);
      return;
    case "sharedkey":
      demand(formula.one, "principal");
      demand(formula.by, "shared key");
      demand(formula.other, "principal");
      return;
    case "secret":
      demand(formula.one, "principal");
      go(formula.by);
      demand(formula.other, "principal");
      return;
    case "pubkey":
      demand(formula.by, "public key");
      demand(formula.of, "principal");
      return;
    case "tuple":
      for (const part of formula.parts) go(part);
      return;
    case "enc":
      if (formula.by.is === "inverse") go(formula.by);
      else demand(formula.by, "key");
      go(formula.body);
      if (formula.from !== undefined) demand(formula.from, "principal");
      return;
    case "comb":
      go(formula.body);
      go(formula.by);
      if (formula.from !== undefined) demand(formula.from, "principal");
      return;
    case "hash":
      go(formula.body);
      return;
    case "forall":
      checkForall(formula.body, formula, context);
      check(formula.body, new Map([...bound, ...formula.variables.map((v) => [v.name, v.sort] as const)]), context);
      return;
    default:
      formula satisfies never;
  }
}

function checkForall(body: Formula, whole: Formula, context: Context): void {
  const at = context.offsets.get(whole) ?? 0;
  if (body.is === "controls" || body.is === "fresh" || body.is === "forall") return;
  const help = "Write P bel forall K. Q controls X, or P bel forall K. #(X).";
  throw new FormulaError("BN103", "A quantified assumption is about jurisdiction or freshness.", at, help);
}

function demandSort(formula: Formula, expected: Expected, bound: Bound, context: Context): void {
  const at = context.offsets.get(formula) ?? 0;
  if (formula.is !== "atom") {
    check(formula, bound, context);
    throw new FormulaError("BN103", `A ${expected} is expected here, not a compound formula.`, at);
  }
  const found = lookUp(formula.name, formula, bound, context);
  if (found === "msg") return;
  const { sort, kind } = typeof found === "string" ? { sort: found, kind: undefined } : found;
  const wanted = expected === "principal" ? "principal" : "key";
  if (sort !== wanted) {
    throw new FormulaError("BN103", `${formula.name} is a ${nameSort(sort)}; a ${expected} is expected here.`, at);
  }
  if ((expected === "public key" && kind === "shared") || (expected === "shared key" && kind === "public")) {
    throw new FormulaError("BN103", `${formula.name} is a ${kind} key; a ${expected} is expected here.`, at);
  }
}

function lookUp(name: string, formula: Formula, bound: Bound, { symbols, offsets }: Context): VariableSort | BanSymbol {
  const found = bound.get(name) ?? symbols.get(name);
  if (found !== undefined) return found;
  const help = askForNearest(name, [...bound.keys(), ...symbols.keys()]);
  throw new FormulaError("BN102", `Nothing is called ${name.slice(0, 60)} here.`, offsets.get(formula) ?? 0, help);
}

function nameSort(sort: SymbolSort | VariableSort): string {
  return sort === "data" ? "datum" : sort;
}

/** The statements that may stand alone: what one principal believes or sees. Throws FormulaError BN104. */
export function checkTopLevel({ formula, offsets }: ReadFormula): void {
  if (formula.is === "believes" || formula.is === "sees") return;
  const help = "Write P bel X, or P sees X.";
  const message = "Only what a principal believes or sees can be assumed or derived.";
  throw new FormulaError("BN104", message, offsets.get(formula) ?? 0, help);
}

/** The sort of every name, as provers and checkers want it. */
export function sortsOf(symbols: Symbols): ReadonlyMap<string, string> {
  return new Map([...symbols].map(([name, { sort }]) => [name, sort]));
}
