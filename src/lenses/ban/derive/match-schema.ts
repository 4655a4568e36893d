/**
 * One-sided matching of quantified formulas against ground ones, tuples as sets.
 *
 * Every binding that is yielded gives an instance. Where a variable that occurs once may stand for several sub-tuples, the
 * smallest and the largest that fit are tried, which is enough since beliefs and freshness pass to parts and wholes; one that
 * occurs again is tried with all. Matching sets is as hard as search gets, so it takes steps, and ends where none are left.
 */
import {
  type BoundVariable,
  childrenOf,
  type Formula,
  openForall,
  partsOf,
  subformulas,
  tuple,
  type VariableSort,
} from "../formula/formula.ts";
import type { Steps } from "./steps.ts";

export type Binding = ReadonlyMap<string, Formula>;

/** The variables that may be bound, and the sorts of names; undefined: sorts are not checked. */
export interface MatchContext {
  readonly variables: ReadonlyMap<string, VariableSort>;
  readonly sorts: ReadonlyMap<string, string> | undefined;
  /** Variables that occur more than once in the pattern. */
  readonly repeated: ReadonlySet<string>;
  readonly steps: Steps;
}

/** The context of matching a quantified formula. */
export function contextOf(
  { layers, body }: ReturnType<typeof openSchema>,
  sorts: MatchContext["sorts"],
  steps: Steps,
): MatchContext {
  const variables = new Map(layers.flat().map(({ name, sort }) => [name, sort]));
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const term of subformulas(body)) {
    if (term.is !== "atom" || !variables.has(term.name)) continue;
    if (seen.has(term.name)) repeated.add(term.name);
    seen.add(term.name);
  }
  return { variables, sorts, repeated, steps };
}

/**
 * Opens a schema: the variables of nested quantifiers together, and the formula below them; the variables have names
 * that nothing else has.
 */
export function openSchema(formula: Formula): { layers: readonly (readonly BoundVariable[])[]; body: Formula } {
  const layers: (readonly BoundVariable[])[] = [];
  let body = formula;
  while (body.is === "forall") {
    const opened = openForall(body, layers.length);
    layers.push(opened.variables);
    body = opened.body;
  }
  return { layers, body };
}

/** Bindings that make the pattern equal to the target. */
export function* matchExactly(
  pattern: Formula,
  target: Formula,
  binding: Binding,
  context: MatchContext,
): Generator<Binding> {
  if (!context.steps.take()) return;
  if (pattern.is === "atom" && context.variables.has(pattern.name)) {
    const next = bind(pattern.name, target, binding, context);
    if (next !== undefined) yield next;
    return;
  }
  if (pattern.is === "tuple") {
    yield* matchParts(pattern.parts, target, binding, context, "all");
    return;
  }
  if (pattern.is === "atom") {
    if (pattern.id === target.id) yield binding;
    return;
  }
  if (pattern.is === "forall") {
    if (target.is !== "forall" || !isSameBinder(pattern.variables, target.variables)) return;
    // Inner quantifiers count down from -1, so that their variables are none of the schema's.
    const depth = -pattern.height;
    yield* matchExactly(openForall(pattern, depth).body, openForall(target, depth).body, binding, context);
    return;
  }
  const [left, right] = [childrenOf(pattern), childrenOf(target)];
  if (pattern.is !== target.is || left.length !== right.length) return;
  yield* matchAll(left, right, binding, context);
}

/** Bindings that make the pattern equal to the target, or to a sub-tuple of it. */
export function* matchPart(
  pattern: Formula,
  target: Formula,
  binding: Binding,
  context: MatchContext,
): Generator<Binding> {
  if (pattern.is === "tuple") {
    yield* matchGroups(pattern.parts, target, binding, context);
    return;
  }
  yield* matchExactly(pattern, target, binding, context);
  if (target.is === "tuple") for (const part of target.parts) yield* matchExactly(pattern, part, binding, context);
}

/**
 * Parts that share no variable are matched apart: each match of one group is yielded beside one match of the others. That
 * is every part of every instance, and with it all that follows from the instances together.
 */
function* matchGroups(
  patterns: readonly Formula[],
  target: Formula,
  binding: Binding,
  context: MatchContext,
): Generator<Binding> {
  const groups = groupByVariables(patterns, binding, context);
  const firsts: Binding[] = [];
  for (const group of groups) {
    const first = matchParts(group, target, binding, context, "some").next();
    if (first.done === true) return;
    firsts.push(first.value);
  }
  for (const [i, group] of groups.entries()) {
    const others = firsts.filter((_, at) => at !== i).flatMap((first) => [...first]);
    for (const found of matchParts(group, target, binding, context, "some")) yield new Map([...others, ...found]);
  }
}

function groupByVariables(patterns: readonly Formula[], binding: Binding, context: MatchContext): Formula[][] {
  let groups: { readonly members: Formula[]; readonly names: ReadonlySet<string> }[] = [];
  for (const pattern of patterns) {
    const names = new Set(
      [...subformulas(pattern)].flatMap((term) =>
        term.is === "atom" && context.variables.has(term.name) && !binding.has(term.name) ? [term.name] : [],
      ),
    );
    const joined = groups.filter((group) => [...names].some((name) => group.names.has(name)));
    groups = [
      ...groups.filter((group) => !joined.includes(group)),
      {
        members: [...joined.flatMap(({ members }) => members), pattern],
        names: new Set([...names, ...joined.flatMap((group) => [...group.names])]),
      },
    ];
  }
  return groups.map(({ members }) => members);
}

function* matchAll(
  patterns: readonly Formula[],
  targets: readonly Formula[],
  binding: Binding,
  context: MatchContext,
): Generator<Binding> {
  const [pattern, ...others] = patterns;
  const [target, ...rest] = targets;
  if (pattern === undefined || target === undefined) {
    yield binding;
    return;
  }
  for (const next of matchExactly(pattern, target, binding, context)) yield* matchAll(others, rest, next, context);
}

/** Set matching: parts with structure first, then the variables that stand for whatever is left. */
function* matchParts(
  patterns: readonly Formula[],
  target: Formula,
  binding: Binding,
  context: MatchContext,
  cover: "all" | "some",
): Generator<Binding> {
  const isVariable = (pattern: Formula): boolean => pattern.is === "atom" && context.variables.has(pattern.name);
  const structured = patterns.filter((pattern) => !isVariable(pattern));
  const variables = patterns.filter(isVariable).map(({ id }) => id);
  const parts = partsOf(target);
  if (cover === "all" && variables.length === 0 && parts.length > structured.length) return;
  for (const [next, covered] of matchEach(structured, parts, binding, new Set(), context)) {
    yield* bindRest(variables, parts, covered, next, context, cover);
  }
}

function* matchEach(
  patterns: readonly Formula[],
  parts: readonly Formula[],
  binding: Binding,
  covered: ReadonlySet<string>,
  context: MatchContext,
): Generator<readonly [Binding, ReadonlySet<string>]> {
  const [pattern, ...others] = patterns;
  if (pattern === undefined) {
    yield [binding, covered];
    return;
  }
  for (const part of parts) {
    for (const next of matchExactly(pattern, part, binding, context)) {
      yield* matchEach(others, parts, next, new Set([...covered, part.id]), context);
    }
  }
}

function* bindRest(
  variables: readonly string[],
  parts: readonly Formula[],
  covered: ReadonlySet<string>,
  binding: Binding,
  context: MatchContext,
  cover: "all" | "some",
): Generator<Binding> {
  const [name, ...others] = variables;
  const left = parts.filter(({ id }) => !covered.has(id));
  if (name === undefined) {
    if (cover === "some" || left.length === 0) yield binding;
    return;
  }
  const bound = binding.get(name);
  const candidates = bound === undefined ? listSubsets(parts, left, context.repeated.has(name)) : [bound];
  const there = new Set(parts.map(({ id }) => id));
  const tried = new Set<string>();
  for (const candidate of candidates) {
    if (!context.steps.take()) return;
    if (tried.has(candidate.id) || !partsOf(candidate).every(({ id }) => there.has(id))) continue;
    tried.add(candidate.id);
    const next = bind(name, candidate, binding, context);
    if (next === undefined) continue;
    const now = new Set([...covered, ...partsOf(candidate).map(({ id }) => id)]);
    yield* bindRest(others, parts, now, next, context, cover);
  }
}

/** Sub-tuples to try: single parts, what is left and everything; where it matters, all others, the small ones first. */
function* listSubsets(parts: readonly Formula[], left: readonly Formula[], isRepeated: boolean): Generator<Formula> {
  yield* parts;
  if (left.length > 0) yield tuple(left);
  yield tuple(parts);
  if (!isRepeated) return;
  for (let size = 2; size < parts.length; size++) yield* chooseParts(parts, size, []);
}

function* chooseParts(parts: readonly Formula[], size: number, chosen: readonly Formula[]): Generator<Formula> {
  if (size === 0) {
    yield tuple(chosen);
    return;
  }
  for (let i = 0; i + size <= parts.length; i++) {
    yield* chooseParts(parts.slice(i + 1), size - 1, [...chosen, parts[i] as Formula]);
  }
}

function isSameBinder(one: readonly BoundVariable[], other: readonly BoundVariable[]): boolean {
  return one.length === other.length && one.every(({ sort }, i) => sort === other[i]?.sort);
}

function bind(name: string, target: Formula, binding: Binding, context: MatchContext): Binding | undefined {
  const before = binding.get(name);
  if (before !== undefined) return before.id === target.id ? binding : undefined;
  const { sorts, variables } = context;
  const sort = variables.get(name);
  // What an inner quantifier binds has no meaning outside it.
  if (target.id.includes("(open -")) return undefined;
  if (sort !== "msg" && sorts !== undefined && (target.is !== "atom" || sorts.get(target.name) !== sort)) {
    return undefined;
  }
  return new Map([...binding, [name, target]]);
}
