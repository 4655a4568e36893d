/**
 * The names of operations, constants and key functions in ProVerif, and which of them are declared how.
 *
 * An operation that no rule reduces is a constructor. One that a rule reduces is a destructor; where scripts or rules
 * mention what it makes of something that does not reduce, it is both: `f` the destructor, `f_stuck` the private
 * constructor of what stays as it is. A rule `k(s(y), x) -> h(x, y)` with an `h` that commutes is Diffie-Hellman:
 * `h(x, y)` is written as `k(s(x), y)`, and the rule is the equation `k(s(x), y) = k(s(y), x)`.
 */
import type { Model } from "../../../core/protocol/ir/script.ts";
import { termsOf } from "../../../core/protocol/ir/event.ts";
import { admits } from "../../../core/term/sorts.ts";
import { type Application, constant, equals, type Name, subterms, type Term } from "../../../core/term/term.ts";
import { FAMILY, KEY_OPERATIONS } from "../../../core/theory/keys.ts";
import type { Rewrite } from "../../../core/theory/theory.ts";
import type { Identifiers } from "./identifiers.ts";

/** Encryption and application of a function in SPDL. */
export const CRYPT = "crypt";

/** A function of ProVerif that stands for an operation. */
export interface Func {
  readonly id: string;
  /** The types of its arguments. */
  readonly args: readonly string[];
  /** The operation's name, as the source writes it. */
  readonly author: string;
}

/** An exponentiation: the operations of its rule. */
export interface Exponentiation {
  readonly key: string;
  readonly share: string;
}

export interface Vocabulary {
  /** The constructor of an application. */
  readonly constructorOf: (term: Application) => Func;
  /** True for operations that roles and the intruder apply as destructors, and that may stay as they are. */
  readonly isComputed: (op: string) => boolean;
  /** The destructor of a computed operation, or of one that rules always reduce. */
  readonly destructorOf: (op: string, arity: number) => Func;
  /** Spellings of commuting operations that are Diffie-Hellman. */
  readonly exponentiations: ReadonlyMap<string, Exponentiation>;
  /** True for a constant that stands for a function, in `f(x)` alone. */
  readonly isFunctionSymbol: (term: Term) => boolean;
  readonly functionSymbols: () => readonly Name[];
  readonly constant: (name: Name) => string;
  /** Constructors in the order of their first use. */
  readonly constructors: () => readonly Func[];
  /** Constants in the order of their first use. */
  readonly constants: () => readonly Name[];
  /** Gives the name of a nameless part that the operation made; undefined where its theory has none. */
  readonly nounOf: (op: string) => string | undefined;
}

const KEYS: ReadonlySet<string> = new Set(KEY_OPERATIONS.map(({ name }) => name));

/** True for the term of a key of some family. */
export function isKey(term: Term): term is Application {
  return term.kind === "application" && KEYS.has(term.op);
}

/** The vocabulary of a model; `beside` are the terms of rules and of what the intruder knows. */
export function openVocabulary(
  model: Model,
  rewrites: readonly Rewrite[],
  beside: readonly Term[],
  identifiers: Identifiers,
): Vocabulary {
  const scripts = model.protocols.flatMap(({ roles }) => roles.flatMap(({ events }) => events.flatMap(termsOf)));
  const exponentiations = findExponentiations(rewrites, new Set(model.commutative));
  const reduced = new Set(rewrites.map(({ left }) => rootOf(left)));
  for (const { key } of exponentiations.values()) reduced.delete(key);
  const inner = [
    ...scripts.flatMap((term) => [...subterms(term)]),
    ...rewrites.flatMap(({ left, right }) => [
      ...argsOf(left).flatMap((arg) => [...subterms(arg)]),
      ...subterms(right),
    ]),
    ...beside.flatMap((term) => [...subterms(term)]),
  ];
  const computed = new Set(inner.map(rootOf).filter((op) => reduced.has(op)));
  const symbols = findFunctionSymbols(model, scripts, beside);
  const functions = new Map<string, Func>();
  const constants = new Map<string, Name>();
  const constructorOf = (term: Application): Func => {
    const [key, author, wish, args] = describe(term);
    const known = functions.get(key);
    if (known !== undefined) return known;
    const id = identifiers.global("operation", key, wish);
    const made = { id, args, author };
    functions.set(key, made);
    return made;
  };
  const describe = (term: Application): [string, string, string, string[]] => {
    const callee = term.args[1];
    if (term.op === CRYPT && callee?.kind === "name" && symbols.has(callee.key)) {
      return [`symbol ${callee.name}`, callee.name, callee.name, ["bitstring"]];
    }
    const args = term.args.map((_, i) => (KEYS.has(term.op) && i === 0 ? "family" : "bitstring"));
    const wish = term.op === CRYPT ? "enc" : term.op;
    return [term.op, term.op, computed.has(term.op) ? `${wish}_stuck` : wish, args];
  };
  const nouns = new Map(model.operations.map(({ name, noun }) => [name, noun]));
  return {
    nounOf: (op) => nouns.get(op),
    constructorOf,
    isComputed: (op) => computed.has(op),
    destructorOf: (op, arity) => ({
      id: identifiers.global("rule", op, op),
      args: Array.from({ length: arity }, () => "bitstring"),
      author: op,
    }),
    exponentiations,
    isFunctionSymbol: (term) => symbols.has(term.key),
    functionSymbols: () => [...symbols.values()],
    constant: (name) => {
      constants.set(name.key, name);
      return identifiers.global("constant", name.key, name.name);
    },
    constructors: () => [...functions.values()],
    constants: () => [...constants.values()],
  };
}

/** Rules `k(s(y), x) -> h(x, y)` with an `h` that commutes, by `h`. */
function findExponentiations(
  rewrites: readonly Rewrite[],
  commutative: ReadonlySet<string>,
): ReadonlyMap<string, Exponentiation> {
  const found = new Map<string, Exponentiation>();
  for (const { left, right } of rewrites) {
    if (left.kind !== "application" || right.kind !== "application" || !commutative.has(right.op)) continue;
    const [box, exponent, ...more] = left.args;
    const inside = argsOf(box);
    const [other] = inside;
    const isShape =
      box !== undefined &&
      more.length === 0 &&
      inside.length === 1 &&
      other?.kind === "variable" &&
      exponent?.kind === "variable" &&
      right.args.length === 2 &&
      right.args.every((arg) => equals(arg, other) || equals(arg, exponent)) &&
      rewrites.filter((each) => rootOf(each.left) === left.op).length === 1;
    if (isShape) found.set(right.op, { key: left.op, share: rootOf(box) });
  }
  return found;
}

/** Constants of SPDL that occur as `f` in `f(x)` alone, and that no variable in the place of a key could hold. */
function findFunctionSymbols(
  model: Model,
  scripts: readonly Term[],
  beside: readonly Term[],
): ReadonlyMap<string, Name> {
  const applied = new Map<string, Name>();
  const elsewhere = new Set<string>();
  const keyVariables: Term[] = [];
  const visit = (term: Term, where: "script" | "rule"): void => {
    if (term.kind === "name") elsewhere.add(term.key);
    if (term.kind !== "application") return;
    const [body, key] = term.args;
    if (term.op !== CRYPT || body === undefined || key === undefined) {
      for (const arg of term.args) visit(arg, where);
      return;
    }
    visit(body, where);
    if (key.kind === "name" && !key.fresh && key.sorts.includes("Function")) applied.set(key.key, key);
    else visit(key, where);
    if (key.kind === "variable" && where === "script") keyVariables.push(key);
  };
  for (const term of scripts) visit(term, "script");
  const isHeld = (name: Name): boolean =>
    keyVariables.some((v) => v.kind === "variable" && admits(v, constant(name.name, name.sorts), model.match));
  // What the intruder's own rules say of a key is true of functions by rules of their own.
  for (const term of beside) if (term.kind !== "name") visit(term, "rule");
  return new Map([...applied].filter(([key, name]) => !elsewhere.has(key) && !isHeld(name)));
}

export function rootOf(term: Term | undefined): string {
  return term?.kind === "application" ? term.op : "";
}

export function argsOf(term: Term | undefined): readonly Term[] {
  return term?.kind === "application" ? term.args : [];
}

/** True for the constant that names a family of keys. */
export function isFamilyName(term: Term): boolean {
  return term.kind !== "application" && term.sorts.includes(FAMILY);
}
