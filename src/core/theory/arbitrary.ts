/**
 * Random theories and ground terms for property tests, and an intruder that knows ground rewriting and nothing else: it
 * applies operations to what it has and normalises, with a matcher of its own. No deductions, no closure.
 */
import * as fc from "fast-check";
import { apply, constant, type Term, variable } from "../term/term.ts";
import { findDivergence } from "./confluence.ts";
import type { Operation, Rewrite, Theory, Weakness } from "./theory.ts";

const operation = (name: string, arity: number, isPublic = true): Operation => ({
  name,
  arity,
  public: isPublic,
  args: Array.from({ length: arity }, (_, i) => `${i}`),
});

export const CONSTRUCTORS = [operation("c", 1), operation("d", 2), operation("e", 2), operation("s", 1, false)];
export const DESTRUCTORS = [operation("f", 1), operation("g", 2), operation("h", 2), operation("p", 1, false)];
const VARIABLES = ["x", "y", "z"].map((name) => variable(name));

/** Secret names; nobody has them from the start. */
export const NAMES: readonly Term[] = ["m", "n", "k"].map((name) => constant(name, ["Data"]));

function termOver(leaves: readonly Term[], operations: readonly Operation[], depth: number): fc.Arbitrary<Term> {
  const leaf = fc.constantFrom(...leaves);
  if (depth === 0) return leaf;
  const part = termOver(leaves, operations, depth - 1);
  const whole = fc
    .constantFrom(...operations)
    .chain((op) => fc.array(part, { minLength: op.arity, maxLength: op.arity }).map((args) => apply(op.name, ...args)));
  return fc.oneof(leaf, { weight: 2, arbitrary: whole });
}

const parts = (term: Term): Term[] => [term, ...(term.kind === "application" ? term.args.flatMap(parts) : [])];
const isCompound = (term: Term): boolean => term.kind === "application";
const heads = new Set(DESTRUCTORS.map(({ name }) => name));

/** Draws the right side of a rule or the gain of a weakness: a part of the left, or built over such parts. */
function anyResult(given: readonly Term[], own: readonly Term[]): fc.Arbitrary<Term> {
  const pieces = own.filter((part) => !parts(part).some((one) => one.kind === "application" && heads.has(one.op)));
  const leaves = pieces.length > 0 ? pieces : given;
  const built = termOver(leaves, [...CONSTRUCTORS.slice(0, 3), operation("pair", 2)], 2);
  return fc.oneof({ weight: 2, arbitrary: fc.constantFrom(...leaves) }, built);
}

const anyRewrite: fc.Arbitrary<Omit<Rewrite, "name"> | undefined> = fc
  .tuple(
    fc.constantFrom(...DESTRUCTORS),
    // Now and then a rule's left side has an operation inside that reduces somewhere else.
    fc.oneof({ weight: 6, arbitrary: fc.constant(CONSTRUCTORS) }, fc.constant([...CONSTRUCTORS, ...DESTRUCTORS])),
  )
  .chain(([root, inside]) =>
    fc.array(termOver(VARIABLES, inside, 2), { minLength: root.arity, maxLength: root.arity }).chain((args) =>
      args.some(isCompound)
        ? anyResult(
            args,
            args.flatMap((arg) => parts(arg)),
          ).map((right) => ({ left: apply(root.name, ...args), right }))
        : fc.constant(undefined),
    ),
  );

const anyWeakness: fc.Arbitrary<Weakness> = fc
  .array(termOver(VARIABLES, CONSTRUCTORS, 2).filter(isCompound), { minLength: 1, maxLength: 2 })
  .chain((given) =>
    anyResult(given, given.flatMap(parts)).map((yields) => ({ name: "w", because: "", given, yields })),
  );

/** A convergent theory with up to four rules and a weakness now and then. */
export const anyTheory: fc.Arbitrary<Theory> = fc
  .tuple(fc.array(anyRewrite, { minLength: 1, maxLength: 4 }), fc.option(anyWeakness, { freq: 3 }))
  .map(([rules, weakness]): Theory => {
    const rewrites = rules.flatMap((rule, i) => (rule === undefined ? [] : [{ name: `r${i}`, ...rule }]));
    const operations = [...CONSTRUCTORS, ...DESTRUCTORS];
    return { name: "random", operations, rewrites, weaknesses: weakness === null ? [] : [weakness] };
  })
  .filter(({ rewrites }) => rewrites.length > 0 && findDivergence(rewrites) === undefined);

/** Parts of what rules and weaknesses take, which are no variables: what is made of these is of some use. */
function patternsOf({ rewrites, weaknesses }: Theory): Term[] {
  const given = [
    ...rewrites.flatMap(({ left }) => (left.kind === "application" ? left.args : [])),
    ...weaknesses.flatMap((flaw) => flaw.given),
  ];
  return given.flatMap(parts).filter(isCompound);
}

/** A ground term in normal form, often one that a rule has a place for. */
export function anyGround(theory: Theory): fc.Arbitrary<Term> {
  const random = termOver(NAMES, [...CONSTRUCTORS, operation("pair", 2)], 3);
  const values = fc.array(fc.constantFrom(...NAMES), { minLength: 3, maxLength: 3 });
  const instance = fc.tuple(fc.constantFrom(...patternsOf(theory)), values).map(([pattern, chosen]) => {
    const named = VARIABLES.map((v, i) => [v.key, chosen[i] as Term] as const);
    return fill(pattern, new Map(named));
  });
  return fc.oneof(random, instance).map((term) => reduce(term, theory.rewrites));
}

/** Draws a role that relays: what it makes of `passed`, which it has not read, and of `secret`: often what a rule takes. */
export function anyRelay(theory: Theory, passed: Term, secret: Term): fc.Arbitrary<Term> {
  const random = termOver([passed, passed, secret], [...CONSTRUCTORS, ...DESTRUCTORS], 2);
  const around = fc.tuple(fc.constantFrom(...patternsOf(theory)), fc.nat()).map(([pattern, n]) => {
    const inner = parts(pattern).slice(1);
    const hole = inner[n % inner.length] as Term;
    const dig = (term: Term): Term => {
      if (term === hole) return passed;
      return term.kind === "application" ? apply(term.op, ...term.args.map(dig)) : secret;
    };
    return dig(pattern);
  });
  return fc.oneof(random, around);
}

/** The normal form of a ground term. */
export function reduce(term: Term, rewrites: readonly Rewrite[]): Term {
  if (term.kind !== "application") return term;
  const inner = apply(term.op, ...term.args.map((arg) => reduce(arg, rewrites)));
  for (const { left, right } of rewrites) {
    const values = new Map<string, Term>();
    if (fits(left, inner, values)) return reduce(fill(right, values), rewrites);
  }
  return inner;
}

function fits(pattern: Term, term: Term, values: Map<string, Term>): boolean {
  if (pattern.kind === "variable") {
    const known = values.get(pattern.key);
    values.set(pattern.key, known ?? term);
    return known === undefined || known.key === term.key;
  }
  if (pattern.kind === "name") return pattern.key === term.key;
  return (
    term.kind === "application" &&
    term.op === pattern.op &&
    pattern.args.every((arg, i) => fits(arg, term.args[i] as Term, values))
  );
}

function fill(pattern: Term, values: ReadonlyMap<string, Term>): Term {
  if (pattern.kind !== "application") return values.get(pattern.key) ?? pattern;
  return apply(pattern.op, ...pattern.args.map((arg) => fill(arg, values)));
}

/** A computation on a term of the intruder's choice that it can have somebody else do, as often as it likes. */
export type Oracle = (term: Term) => Term;

const MOST_TERMS = 50;
const MOST_WAYS = 3_000;
const LARGEST = 16;

/**
 * The intruder of ground rewriting: tells whether it can have a term. Undefined when there is too much. It applies
 * an operation to whatever it can put together; what a rule takes as it is it takes from what it has or from `wanted`.
 */
export function listGround(
  theory: Theory,
  frame: readonly Term[],
  wanted: readonly Term[],
  oracles: readonly Oracle[] = [],
): ((term: Term) => boolean) | undefined {
  const ground = new Ground(theory, wanted.flatMap(parts));
  for (const term of [...frame, constant("Eve", ["Agent"])]) ground.learn(term);
  for (let grown = true; grown; ) {
    grown = ground.goOn(oracles);
    if (ground.known.size > MOST_TERMS || ground.ways > MOST_WAYS) return undefined;
  }
  return (term) => ground.has(term);
}

class Ground {
  /** How many ways to put something together have been looked at. */
  ways = 0;
  readonly known = new Map<string, Term>();
  private readonly theory: Theory;
  private readonly wanted: readonly Term[];
  private readonly open: ReadonlySet<string>;

  constructor(theory: Theory, wanted: readonly Term[]) {
    this.theory = theory;
    this.wanted = wanted;
    this.open = new Set(["pair", ...theory.operations.flatMap((op) => (op.public ? [op.name] : []))]);
  }

  learn(term: Term): void {
    const normal = reduce(term, this.theory.rewrites);
    if (parts(normal).length > LARGEST || this.has(normal)) return;
    if (normal.kind === "application" && normal.op === "pair") normal.args.forEach((part) => this.learn(part));
    else this.known.set(normal.key, normal);
  }

  has(term: Term): boolean {
    if (this.known.has(term.key)) return true;
    return term.kind === "application" && this.open.has(term.op) && term.args.every((arg) => this.has(arg));
  }

  /** Applies every rule and weakness once in every way; false when nothing is new. */
  goOn(oracles: readonly Oracle[]): boolean {
    const { rewrites, weaknesses } = this.theory;
    const before = this.known.size;
    const values = [...this.known.values(), ...this.wanted.filter((term) => this.has(term))];
    for (const oracle of oracles) for (const term of values) this.learn(oracle(term));
    for (const { left, right } of rewrites) {
      if (left.kind === "application" && this.open.has(left.op)) this.apply(left.args, right, values);
    }
    for (const { given, yields } of weaknesses) this.apply(given, yields, values);
    return this.known.size > before;
  }

  private apply(given: readonly Term[], yields: Term, values: readonly Term[]): void {
    for (const bound of [...this.build(given, values, new Map())]) {
      const isNormal = given.every(
        (term) => reduce(fill(term, bound), this.theory.rewrites).key === fill(term, bound).key,
      );
      if (isNormal) this.learn(fill(yields, bound));
    }
  }

  /** Every way to put the patterns together. */
  private *build(patterns: readonly Term[], values: readonly Term[], bound: Values): Generator<Values> {
    const [first, ...rest] = patterns;
    if (++this.ways > MOST_WAYS) return;
    if (first === undefined) {
      yield bound;
      return;
    }
    if (first.kind === "variable") {
      const known = bound.get(first.key);
      if (known !== undefined && this.has(known)) yield* this.build(rest, values, bound);
      if (known !== undefined) return;
      for (const value of values) yield* this.build(rest, values, new Map(bound).set(first.key, value));
      return;
    }
    for (const term of this.known.values()) {
      const extended = new Map(bound);
      if (fits(first, term, extended)) yield* this.build(rest, values, extended);
    }
    if (first.kind === "application" && this.open.has(first.op)) {
      yield* this.build([...first.args, ...rest], values, bound);
    }
  }
}

type Values = ReadonlyMap<string, Term>;
