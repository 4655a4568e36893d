/**
 * Declaring a theory: operations with their types, rewrite rules, opt-in weaknesses.
 *
 * The functions that a protocol calls are made here: each builds an expression and reduces the intended term with the
 * theory's own rules. Declarations are checked as they are made, so a theory that exists is well-formed.
 */
import { normalise } from "../term/rewrite.ts";
import { apply, PAIR, type Term, variable } from "../term/term.ts";
import { checkFacets } from "./check-facets.ts";
import { checkConstructors, checkNames, checkRewrite, checkWeakness } from "./check-theory.ts";
import { listCommutative, orientRewrite } from "./commutative.ts";
import type { Facets } from "./facets.ts";
import { eraseNames } from "./intended.ts";
import type { Load, LoadAny, Operations } from "./implementation.ts";
import { FAMILY, KEY_OPERATIONS } from "./keys.ts";
import type { Pk, Scalar, Sgk, Sk, Typed, Vk } from "./phantom.ts";
import type { Operation, Rewrite, Theory, Weakness } from "./theory.ts";
import { isValue, makeOpened, makeValue, Misuse, toValue, type Value } from "./value.ts";

const THEORY = Symbol.for("assay.theory");
const IMPLEMENTATION = Symbol.for("assay.implementation");
const DECLARATION = Symbol.for("assay.operation");

type Function = (...args: never[]) => unknown;
// biome-ignore lint/complexity/noBannedTypes: a theory without weaknesses
type None = {};

/** Variables and words for rules. `pk("A")` is the key of owner A in the family that goes with A. */
export interface RuleWords {
  readonly m: Typed<"m">;
  readonly x: Scalar;
  readonly k: Typed<"k">;
  pk<const O extends string>(owner: O): Pk<O>;
  sk<const O extends string>(owner: O): Sk<O>;
  vk<const O extends string>(owner: O): Vk<O>;
  sgk<const O extends string>(owner: O): Sgk<O>;
  /** A variable that stands for atoms alone: what a scheme takes that works on single group elements. */
  atom<K = unknown>(name: string): Typed<K>;
  /** Further variables. */
  any<K = unknown>(name: string): Typed<K>;
  reduces<K>(left: Typed<K>, right: Typed<NoInfer<K>>): Rule;
}

/** One rewrite rule, before it is named. */
export interface Rule {
  readonly left: unknown;
  readonly right: unknown;
}

/** Words for weaknesses. */
export interface WeaknessWords extends Omit<RuleWords, "reduces"> {
  yields<const G extends readonly Typed<unknown>[], Y extends Typed<unknown>>(given: G, gains: Y): Flaw<G, Y>;
}

/** One weakness, before it is named. */
export interface Flaw<G extends readonly unknown[] = readonly unknown[], Y = unknown> {
  readonly given: G;
  readonly gains: Y;
}

/** A theory under declaration, and ready for use; W are its weaknesses, as functions. */
export interface DeclaredTheory<O extends Operations, W extends Operations = None> {
  readonly name: string;
  /** The functions that protocols call; `.uses` takes them too. */
  readonly ops: O;
  /** The theory as data. */
  readonly data: Theory;
  /** Loads the implementation of the operations; undefined for a theory without one. */
  readonly implementation: LoadAny | undefined;
  rewrites(rules: (ops: O, words: RuleWords) => Readonly<Record<string, Rule>>): DeclaredTheory<O, W>;
  weakness<const N extends string, const G extends readonly unknown[], Y>(
    name: N,
    because: string,
    flaw: (ops: O, words: WeaknessWords) => Flaw<G, Y>,
  ): DeclaredTheory<O, W & { readonly [K in N]: (...given: [...G]) => Y }>;
  /**
   * States that nothing reduces these operations in the primitive either: their results equal nothing made otherwise.
   * For an operation without a rule that is not named here, verdicts say that it has no equation.
   */
  constructors(...names: readonly (keyof O & string)[]): DeclaredTheory<O, W>;
  /**
   * Sets how operations print, encode, travel and so on; the rest keep their defaults. Call it after `rewrites`.
   * @throws DiagnosticError (CP511) for a facet that the operation or its rules do not support.
   * @example
   * theory("box", { seal: op<(m: Typed<unknown>) => Typed<"box">>("message") })
   *   .facets({ seal: { prints: { text: "box{ $0.. }" } } });
   */
  facets(facets: Readonly<Partial<Record<keyof O & string, Facets>>>): DeclaredTheory<O, W>;
  /** Names families of keys in which everyone computes a public key from its owner's name and its index. */
  identityBased(...families: readonly string[]): DeclaredTheory<O, W>;
  /** States in one sentence how the rules simplify the primitive; verdicts that rest on them repeat it. */
  approximates(sentence: string): DeclaredTheory<O, W>;
  /**
   * Names the module whose `implement` implements the operations. V maps each kind of term to its representation. Laws,
   * games and parties load the module; symbolic analyses never do.
   */
  implementedBy<V>(load: Load<O, W, V>): DeclaredTheory<O, W>;
}

interface OperationDeclaration {
  readonly [DECLARATION]: true;
  readonly args: readonly string[];
  readonly public: boolean;
  readonly opens: boolean;
  readonly commutes?: true;
}

/**
 * Declares an operation by the names of its arguments; one named "... public key" takes only that kind of key.
 * @example
 * theory("commit", { commit: op<(m: Typed<unknown>, r: Nonce) => Typed<"commitment">>("message", "opening") });
 */
export function op<F extends Function>(...args: string[]): F {
  return declareOperation({ args, public: true, opens: false });
}

/** Declares an operation, as `op` does, that the intruder cannot apply. */
export function privateOp<F extends Function>(...args: string[]): F {
  return declareOperation({ args, public: false, opens: false });
}

/** Declares an operation, as `op` does, whose last two arguments commute. */
export function commutativeOp<F extends Function>(...args: string[]): F {
  return declareOperation({ args, public: true, opens: false, commutes: true });
}

/** Declares an operation, as `op` does, that opens a box: its result has the fields inside by name. */
export function opening<F extends Function>(...args: string[]): F {
  return declareOperation({ args, public: true, opens: true });
}

function declareOperation<F extends Function>(declaration: Omit<OperationDeclaration, typeof DECLARATION>): F {
  return { [DECLARATION]: true, ...declaration } as unknown as F;
}

/**
 * Declares a theory; operations are called `<theory>.<name>` in terms, or just `<name>` if the two are the same.
 * @throws DiagnosticError for a rule that is not subterm-convergent by shape, or for an invalid name.
 * @example
 * theory("hash", { hash: op<(m: Typed<unknown>) => Hashed>("message") });
 */
export function theory<O extends Operations>(name: string, ops: O, naming: Naming = {}): DeclaredTheory<O> {
  checkNames(name, Object.keys(ops));
  const names = new Map(Object.keys(ops).map((short) => [short, qualify(name, short, naming)]));
  const operations = Object.entries(ops).map(([short, declaration]): Operation => {
    const { args, public: open, commutes } = declaration as unknown as OperationDeclaration;
    const called = names.get(short) as string;
    return { name: called, arity: args.length, public: open, args, ...(commutes ? { commutes } : {}) };
  });
  const data: Theory = { name, operations, rewrites: [], weaknesses: [] };
  return build(data, { ops, names }, undefined);
}

/** How the operations of a theory are called in terms. */
export interface Naming {
  /** Operations that need no prefix. */
  readonly bare?: readonly string[];
  /** Names that are somebody else's. */
  readonly taken?: ReadonlySet<string>;
}

/** An operation of an author's is never one of ours, whatever it and its theory are called. */
function qualify(theory: string, short: string, { bare = [], taken = KEYS_AND_PAIRS }: Naming): string {
  if (bare.includes(short)) return short;
  const name = theory === short ? short : `${theory}.${short}`;
  if (!taken.has(name)) return name;
  return theory === short ? `${theory}.${short}` : `${theory}.${name}`;
}

/** Operations of terms beside those of theories; `crypt` is the encryption of SPDL. */
export const KEYS_AND_PAIRS: ReadonlySet<string> = new Set([PAIR, "crypt", ...KEY_OPERATIONS.map(({ name }) => name)]);

/** The operations as declared, and what each is called in terms. */
interface Declared<O extends Operations> {
  readonly ops: O;
  readonly names: ReadonlyMap<string, string>;
}

function build<O extends Operations, W extends Operations>(
  data: Theory,
  declarations: Declared<O>,
  implementation: LoadAny | undefined,
): DeclaredTheory<O, W> {
  const nameOf = (short: string): string => declarations.names.get(short) ?? short;
  const raw = makeFunctions(data, declarations.ops, []);
  const ops = makeFunctions(data, declarations.ops, data.rewrites);
  Object.defineProperty(ops, THEORY, { value: data });
  Object.defineProperty(ops, IMPLEMENTATION, { value: implementation });
  return {
    name: data.name,
    ops,
    data,
    implementation,
    rewrites(rules) {
      const declared = Object.entries(rules(raw, ruleWords())).map(([name, rule]): Rewrite => {
        return { name, left: termOf(rule.left), right: termOf(rule.right) };
      });
      const whole: Theory = { ...data, rewrites: [...data.rewrites, ...declared] };
      // Whether a rule is one that works depends on those that are declared behind it, too.
      for (const rewrite of whole.rewrites) checkRewrite(whole, rewrite);
      checkConstructors(whole);
      return build(whole, declarations, implementation);
    },
    weakness(name, because, flaw) {
      const { given, gains } = flaw(raw, ruleWords());
      const weakness: Weakness = { name, because, given: given.map(termOf), yields: termOf(gains) };
      checkWeakness(data, weakness);
      return build({ ...data, weaknesses: [...data.weaknesses, weakness] }, declarations, implementation);
    },
    constructors(...names) {
      const declared = names.map(nameOf);
      const whole: Theory = { ...data, constructors: [...(data.constructors ?? []), ...declared] };
      checkConstructors(whole);
      return build(whole, declarations, implementation);
    },
    facets(facets) {
      const said = new Map(
        Object.entries(facets as Readonly<Record<string, Facets>>).map(([short, facet]) => [nameOf(short), facet]),
      );
      const operations = data.operations.map((operation) => ({ ...operation, ...said.get(operation.name) }));
      const whole: Theory = { ...data, operations };
      checkFacets(whole, said);
      return build(whole, declarations, implementation);
    },
    identityBased: (...families) =>
      build({ ...data, identityBased: [...(data.identityBased ?? []), ...families] }, declarations, implementation),
    approximates: (sentence) =>
      build({ ...data, approximations: [...(data.approximations ?? []), sentence] }, declarations, implementation),
    implementedBy: (load) => build(data, declarations, load as unknown as LoadAny),
  };
}

function termOf(value: unknown): Term {
  return eraseNames(toValue(value, "a rule's side").intended);
}

function makeFunctions<O extends Operations>(data: Theory, declarations: O, rules: readonly Rewrite[]): O {
  const commutative = listCommutative([data]);
  const oriented = rules.flatMap((rule) => orientRewrite(rule, commutative));
  const reduce = (term: Term): Term => normalise(term, oriented, commutative);
  const entries = Object.entries(declarations).map(([short, declaration], i) => {
    const operation = data.operations[i] as Operation;
    const opens = (declaration as unknown as OperationDeclaration).opens;
    return [short, makeFunction(operation, opens, reduce)] as const;
  });
  return Object.fromEntries(entries) as unknown as O;
}

function makeFunction(
  operation: Operation,
  opens: boolean,
  reduce: (term: Term) => Term,
): (...args: unknown[]) => Value {
  return (...args) => {
    if (args.length !== operation.arity) {
      const expected = `${operation.arity} (${operation.args.join(", ")})`;
      throw new Misuse("arity", operation.name, `${operation.name} takes ${expected}, not ${args.length}`);
    }
    const parts = args.map((arg, i) => toValue(arg, `the ${operation.args[i]} of ${operation.name}`));
    const intended = reduce(apply(operation.name, ...parts.map((part) => part.intended)));
    const value = makeValue({ is: "apply", op: operation.name, args: parts.map((part) => part.expression) }, intended);
    return opens ? makeOpened(value) : value;
  };
}

/** Every sort that the language gives to atoms. */
const ATOMIC_SORTS = ["Data", "Key", "Nonce", "Text", "Id", "Time", "Scalar"];

function ruleWords(): RuleWords & WeaknessWords {
  const any = <K>(name: string): Typed<K> => makeValue({ is: "name", name }, variable(name));
  const key = (op: string, owner: string): Value =>
    makeValue(
      { is: "name", name: `${op}(${owner})` },
      apply(op, variable(`family${owner}`, [FAMILY]), variable(owner)),
    );
  return {
    m: any("m"),
    x: makeValue({ is: "name", name: "x" }, variable("x", ["Scalar"])),
    atom: (name) => makeValue({ is: "name", name }, variable(name, ATOMIC_SORTS)),
    k: any("k"),
    pk: (owner) => key("pk", owner) as never,
    sk: (owner) => key("sk", owner) as never,
    vk: (owner) => key("vk", owner) as never,
    sgk: (owner) => key("sgk", owner) as never,
    any,
    reduces: (left, right) => ({ left, right }),
    yields: (given, gains) => ({ given, gains }),
  };
}

/** The theory behind what `.uses` was given: a declared theory or its functions; undefined when it is neither. */
export function theoryOf(thing: unknown): Theory | undefined {
  if (typeof thing !== "object" || thing === null || isValue(thing)) return undefined;
  const carried = (thing as Record<symbol, unknown>)[THEORY];
  if (carried !== undefined) return carried as Theory;
  const ops = (thing as { readonly ops?: unknown }).ops;
  return typeof ops === "object" && ops !== null ? theoryOf(ops) : undefined;
}

/** Loads the code behind what `.uses` was given; undefined for what has none. */
export function implementationOf(thing: unknown): LoadAny | undefined {
  if (theoryOf(thing) === undefined) return undefined;
  const carried = (thing as Record<symbol, unknown>)[IMPLEMENTATION];
  return carried === undefined ? implementationOf((thing as { readonly ops?: unknown }).ops) : (carried as LoadAny);
}
