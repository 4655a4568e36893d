/**
 * The rules of GNY's table taken literally: every row on all facts, with every term for what a conclusion leaves open, until
 * nothing is new. It shares no code with the prover. For tests alone.
 */
import { explainGnyMismatch } from "./check-gny.ts";
import { componentsOf, join, keyOf, readTree, type Tree } from "./tree.ts";
import { GNY_RULES } from "../rules/gny-table.ts";
import type { RuleForm } from "../rules/rule.ts";

const STATEMENTS: ReadonlySet<string> = new Set([
  ...["fresh", "recognises", "conveyed", "possesses", "believes", "sharedkey", "pubkey", "controls", "honest"],
]);

type Bound = ReadonlyMap<string, Tree>;

/** All terms inside, and the set of each content with its key. */
export function listUniverse(statements: readonly Tree[]): readonly Tree[] {
  const all = new Map<string, Tree>();
  const visit = (tree: Tree): void => {
    all.set(keyOf(tree), tree);
    if (typeof tree === "string") return;
    for (const arg of tree.slice(1)) visit(arg);
    if (["enc", "penc", "sig"].includes(tree[0] as string)) {
      const both = join([tree[1] as Tree, tree[2] as Tree]);
      all.set(keyOf(both), both);
      const own = ["inv", tree[1] as Tree];
      if (tree[0] !== "enc") all.set(keyOf(own), own);
    }
  };
  for (const statement of statements) visit(statement);
  return [...all.values()];
}

/** Everything that the rows give over the terms, by key. */
export function closeByTable(leaves: readonly Tree[], universe: readonly Tree[]): ReadonlySet<string> {
  const facts = new Map(leaves.map((leaf) => [keyOf(leaf), leaf]));
  const terms = new Set(universe.map(keyOf));
  const isOfTerms = (tree: Tree): boolean =>
    typeof tree !== "string" && tree.slice(1).every((x) => terms.has(keyOf(x)));
  const isStatement = (tree: Tree): boolean => {
    const inner = typeof tree === "string" ? [] : tree.slice(2);
    // A belief is a statement about terms, which need not be one of them itself.
    const isAbout = (one: Tree): boolean =>
      tree[0] === "believes" && STATEMENTS.has(one[0] as string) && isOfTerms(one);
    return inner.every((one) => terms.has(keyOf(one)) || isAbout(one));
  };
  for (let isNew = true; isNew; ) {
    isNew = false;
    for (const { forms } of GNY_RULES.values()) {
      for (const form of forms) {
        for (const conclusion of draw(form, [...facts.values()], universe)) {
          if (facts.has(keyOf(conclusion)) || !isStatement(conclusion)) continue;
          facts.set(keyOf(conclusion), conclusion);
          isNew = true;
        }
      }
    }
  }
  return new Set(facts.keys());
}

function* draw(form: RuleForm, facts: readonly Tree[], universe: readonly Tree[]): Generator<Tree> {
  const goal = readTree(form.conclusion) as Tree;
  if (form.further !== undefined) {
    const shape = readTree(form.further) as Tree;
    // Every set of which each component is stated of the same principal.
    const stated = new Map<string, Tree[]>();
    for (const fact of facts) {
      const bound = match(shape, fact, new Map());
      if (bound !== undefined) stated.set(keyOf(fact), [...(stated.get(keyOf(fact)) ?? []), fact]);
    }
    for (const whole of universe) {
      for (const fact of facts) {
        const bound = match(shape, fact, new Map());
        if (bound === undefined) continue;
        const premises = componentsOf(whole).map((part) => fill(shape, new Map([...bound, ["X", part]])));
        if (!premises.every((premise) => stated.has(keyOf(premise)))) continue;
        const conclusion = fill(goal, new Map([...bound, ["Z", whole]]));
        if (explainGnyMismatch(form, premises, conclusion) === undefined) yield conclusion;
      }
    }
    return;
  }
  for (const [bound, premises] of meet(
    form.premises.map((text) => readTree(text) as Tree),
    facts,
    new Map(),
    [],
  )) {
    for (const whole of complete(goal, bound, universe)) {
      const conclusion = fill(goal, whole);
      if (explainGnyMismatch(form, premises, conclusion) === undefined) yield conclusion;
    }
  }
}

function* meet(
  shapes: readonly Tree[],
  facts: readonly Tree[],
  bound: Bound,
  premises: readonly Tree[],
): Generator<readonly [Bound, readonly Tree[]]> {
  const [shape, ...others] = shapes;
  if (shape === undefined) {
    yield [bound, premises];
    return;
  }
  for (const fact of facts) {
    const next = match(shape, fact, bound);
    if (next !== undefined) yield* meet(others, facts, next, [...premises, fact]);
  }
}

function match(pattern: Tree, tree: Tree, bound: Bound): Bound | undefined {
  if (typeof pattern === "string") {
    const before = bound.get(pattern);
    if (before === undefined) return new Map([...bound, [pattern, tree]]);
    return keyOf(before) === keyOf(tree) ? bound : undefined;
  }
  if (typeof tree === "string" || tree.length !== pattern.length || tree[0] !== pattern[0]) return undefined;
  let next: Bound | undefined = bound;
  for (let i = 1; i < pattern.length && next !== undefined; i++)
    next = match(pattern[i] as Tree, tree[i] as Tree, next);
  return next;
}

/** Every binding of what the conclusion leaves open. */
function* complete(pattern: Tree, bound: Bound, universe: readonly Tree[]): Generator<Bound> {
  const open = [...namesIn(pattern)].filter((name) => !bound.has(name));
  const [name] = open;
  if (name === undefined) {
    yield bound;
    return;
  }
  for (const term of universe) yield* complete(pattern, new Map([...bound, [name, term]]), universe);
}

function namesIn(pattern: Tree): Set<string> {
  return new Set(typeof pattern === "string" ? [pattern] : pattern.slice(1).flatMap((part) => [...namesIn(part)]));
}

function fill(pattern: Tree, bound: Bound): Tree {
  if (typeof pattern === "string") return bound.get(pattern) ?? pattern;
  const [head, ...args] = pattern;
  return [head as Tree, ...args.map((arg) => fill(arg, bound))];
}
