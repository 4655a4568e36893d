/**
 * Ground terms in normal form, and the rules of theories as ground rewriting.
 *
 * Written apart from `src/core/term`: every term is made by `make`, which rewrites at the root (the arguments are in normal
 * form already) and sorts the arguments of a commutative operation, so equal terms are the same object.
 */
import type { Term } from "../../../src/core/term/term.ts";
import type { Rewrite, Theory, Weakness } from "../../../src/core/theory/theory.ts";

/** An atom (no arguments, with its sorts) or an operation on terms. */
export interface Ground {
  readonly id: number;
  readonly op: string;
  readonly args: readonly Ground[];
  /** The sorts of an atom; undefined for an operation on terms. */
  readonly sorts: readonly string[] | undefined;
}

/** A side of a rule. */
export type Shape =
  | { readonly is: "any"; readonly index: number; readonly sorts: readonly string[] }
  | { readonly is: "op"; readonly op: string; readonly args: readonly Shape[] };

/** The values of a rule's variables, by index. */
export type Bound = (Ground | undefined)[];

export interface Rule {
  readonly name: string;
  readonly given: readonly Shape[];
  readonly right: Shape;
  readonly variables: number;
  /** The operation that computes it; undefined for a weakness. */
  readonly root: string | undefined;
  /** True when the result is a part of what it takes: a destructor, which fails on anything else. */
  readonly opens: boolean;
}

/** 0 typed, 1 any atom for any other, 2 any term. */
export type Matching = 0 | 1 | 2;

export const PAIR = "pair";
export const AGENT = "Agent";

export class Algebra {
  readonly rules: readonly Rule[];
  readonly weaknesses: readonly Rule[];
  readonly matching: Matching;
  private readonly commutative: ReadonlySet<string>;
  private readonly byRoot = new Map<string, Rule[]>();
  private readonly table = new Map<string, Ground>();
  private readonly normal = new Map<string, Ground>();

  constructor(theories: readonly Theory[], weaknesses: readonly string[], matching: Matching = 0) {
    this.matching = matching;
    this.rules = theories.flatMap((theory) => theory.rewrites.map((rule) => this.readRewrite(rule)));
    this.weaknesses = theories.flatMap((theory) =>
      theory.weaknesses.filter(({ name }) => weaknesses.includes(name)).map((flaw) => this.readWeakness(flaw)),
    );
    for (const rule of this.rules) this.rulesOf(rule.root ?? "").push(rule);
    const operations = theories.flatMap((theory) => theory.operations);
    this.commutative = new Set(["shk", ...operations.filter((op) => op.commutes).map(({ name }) => name)]);
  }

  atom(name: string, sorts: readonly string[]): Ground {
    const key = `${name}:${sorts.join()}`;
    const known = this.table.get(key);
    if (known !== undefined) return known;
    const made: Ground = { id: this.table.size, op: name, args: [], sorts };
    this.table.set(key, made);
    return made;
  }

  /** The normal form of an operation on terms in normal form. */
  make(op: string, args: readonly Ground[]): Ground {
    const key = keyOf(op, args);
    const known = this.normal.get(key);
    if (known !== undefined) return known;
    const made = this.reduce(op, args)?.result ?? this.intern(op, args);
    this.normal.set(key, made);
    return made;
  }

  /** Reduces an operation on terms, and gives the rule; undefined when none applies at the root. */
  reduce(op: string, args: readonly Ground[]): { readonly result: Ground; readonly rule: Rule } | undefined {
    for (const rule of this.byRoot.get(op) ?? []) {
      const bound: Bound = [];
      let result: Ground | undefined;
      this.matchAll(rule.given, args, bound, () => {
        result = this.fill(rule.right, bound);
        return result !== undefined;
      });
      if (result !== undefined) return { result, rule };
    }
    return undefined;
  }

  /** The rules that compute an operation. */
  rulesOf(op: string): Rule[] {
    const known = this.byRoot.get(op);
    if (known !== undefined) return known;
    const made: Rule[] = [];
    this.byRoot.set(op, made);
    return made;
  }

  tuple(parts: readonly Ground[]): Ground {
    const last = parts.at(-1) as Ground;
    return parts.slice(0, -1).reduceRight((rest, part) => this.make(PAIR, [part, rest]), last);
  }

  /** Calls `then` for every way in which the shapes become the terms, until it says true. */
  matchAll(shapes: readonly Shape[], terms: readonly Ground[], bound: Bound, then: () => boolean, at = 0): boolean {
    const shape = shapes[at];
    if (shape === undefined) return then();
    return this.match(shape, terms[at] as Ground, bound, () => this.matchAll(shapes, terms, bound, then, at + 1));
  }

  match(shape: Shape, term: Ground, bound: Bound, then: () => boolean): boolean {
    if (shape.is === "any") {
      const value = bound[shape.index];
      if (value !== undefined) return value === term && then();
      if (!this.admits(this.matching === 0 || isAgentAlone(shape.sorts) ? shape.sorts : [], term)) return false;
      bound[shape.index] = term;
      const done = then();
      if (!done) bound[shape.index] = undefined;
      return done;
    }
    if (term.op !== shape.op || term.args.length !== shape.args.length || term.sorts !== undefined) return false;
    if (this.matchAll(shape.args, term.args, bound, then)) return true;
    return this.commutative.has(term.op) && this.matchAll(shape.args, swapped(term.args), bound, then);
  }

  /** The shape with its variables filled, in normal form; undefined while one has no value. */
  fill(shape: Shape, bound: Bound): Ground | undefined {
    if (shape.is === "any") return bound[shape.index];
    const args: Ground[] = [];
    for (const arg of shape.args) {
      const filled = this.fill(arg, bound);
      if (filled === undefined) return undefined;
      args.push(filled);
    }
    return this.make(shape.op, args);
  }

  /** Reports whether a place with these sorts takes a term: the table of docs/semantics.md, "Types". */
  admits(sorts: readonly string[], term: Ground): boolean {
    if (sorts.length === 0 || sorts.includes("Ticket")) return true;
    if (term.sorts === undefined) return this.matching === 2;
    if (isAgentAlone(sorts)) {
      return term.sorts.includes(AGENT) || (this.matching !== 0 && term.sorts.length === 0);
    }
    return this.matching !== 0 || term.sorts.some((sort) => sorts.includes(sort));
  }

  private intern(op: string, args: readonly Ground[]): Ground {
    const sorted = this.commutative.has(op) && isOutOfOrder(args) ? swapped(args) : args;
    const key = keyOf(op, sorted);
    const known = this.table.get(key);
    if (known !== undefined) return known;
    const made: Ground = { id: this.table.size, op, args: sorted, sorts: undefined };
    this.table.set(key, made);
    return made;
  }

  private readRewrite({ name, left, right }: Rewrite): Rule {
    const indices = new Map<string, number>();
    const given = left.kind === "application" ? left.args.map((arg) => readShape(arg, indices)) : [];
    const gains = readShape(right, indices);
    const opens = given.some((shape) => contains(shape, JSON.stringify(gains)));
    const root = left.kind === "application" ? left.op : "";
    return { name, given, right: gains, variables: indices.size, root, opens };
  }

  private readWeakness({ name, given, yields }: Weakness): Rule {
    const indices = new Map<string, number>();
    const shapes = given.map((term) => readShape(term, indices));
    return {
      name,
      given: shapes,
      right: readShape(yields, indices),
      variables: indices.size,
      root: undefined,
      opens: true,
    };
  }
}

function isAgentAlone(sorts: readonly string[]): boolean {
  return sorts.length === 1 && sorts[0] === AGENT;
}

function keyOf(op: string, args: readonly Ground[]): string {
  let key = `${op}(`;
  for (const arg of args) key += `${arg.id},`;
  return key;
}

/** The last two arguments the other way round: what a commutative operation takes behind a key's family. */
function swapped(args: readonly Ground[]): readonly Ground[] {
  const [one, other] = args.slice(-2) as [Ground, Ground];
  return [...args.slice(0, -2), other, one];
}

function isOutOfOrder(args: readonly Ground[]): boolean {
  const [one, other] = args.slice(-2) as [Ground, Ground];
  return one.id > other.id;
}

function readShape(term: Term, indices: Map<string, number>): Shape {
  switch (term.kind) {
    case "variable": {
      const index = indices.get(term.key) ?? indices.size;
      indices.set(term.key, index);
      return { is: "any", index, sorts: term.sorts };
    }
    case "name":
      throw new RangeError(`a rule mentions the constant ${term.name}`);
    case "application":
      return { is: "op", op: term.op, args: term.args.map((arg) => readShape(arg, indices)) };
    default:
      return term satisfies never;
  }
}

/** True when a shape, or a part of it, has this text. */
export function contains(shape: Shape, text: string): boolean {
  return JSON.stringify(shape) === text || (shape.is === "op" && shape.args.some((arg) => contains(arg, text)));
}

/** A term for a reader. */
export function printGround(term: Ground): string {
  if (term.sorts !== undefined) return term.op;
  if (term.op !== PAIR) return `${term.op}(${term.args.map(printGround).join(", ")})`;
  const parts: string[] = [];
  let rest = term;
  for (; rest.op === PAIR && rest.sorts === undefined; rest = rest.args[1] as Ground) {
    parts.push(printGround(rest.args[0] as Ground));
  }
  return `(${[...parts, printGround(rest)].join(", ")})`;
}
