/**
 * Matching the conclusions of a step against the form of a rule, and looking at the form's side conditions.
 *
 * Matching is structural: no set reasoning happens here, only in the side conditions that name it.
 */
import type { RuleForm, SideCondition } from "../rules/rule.ts";
import { binderOf, componentsOf, instantiate, join, keyOf, readTree, type Tree } from "./tree.ts";

/** The bindings of metavariables; those of `further` premises are collected. */
interface Bindings {
  readonly one: Map<string, Tree>;
  readonly many: Map<string, Tree[]>;
}

/** The context of a side condition beyond the bindings. */
export interface SideContext {
  readonly instance: readonly Tree[] | undefined;
  readonly sorts: ReadonlyMap<string, string> | undefined;
  readonly originators: "optional" | "required";
}

/** The reason that is given where the shapes fit. */
export const SIDE_FAILS = "its side condition does not hold";

/** Undefined when premises and conclusion are an instance of the form; otherwise what is wrong. */
export function explainMismatch(
  form: RuleForm,
  premises: readonly Tree[],
  conclusion: Tree,
  context: SideContext,
): string | undefined {
  const bindings: Bindings = { one: new Map(), many: new Map() };
  const { further } = form;
  const fixed = form.premises.length;
  if (premises.length < fixed) return "it has too few premises";
  if (further === undefined ? premises.length > fixed : premises.length === fixed) {
    return `it has ${further === undefined ? "too many premises" : "too few premises"}`;
  }
  const shapes = [...form.premises, form.conclusion];
  const formulas = [...premises.slice(0, fixed), conclusion];
  // The conclusion is matched before the further premises: they agree with it, each with bindings of its own.
  for (const [i, shape] of shapes.entries()) {
    if (!matchTree(readTree(shape) as Tree, formulas[i] as Tree, bindings.one)) return "its shape is not the rule's";
  }
  const single = new Set(bindings.one.keys());
  for (const premise of premises.slice(fixed)) {
    const own = new Map(bindings.one);
    if (!matchTree(readTree(further as string) as Tree, premise, own)) return "a further premise has another shape";
    for (const [name, tree] of own) {
      if (!single.has(name)) bindings.many.set(name, [...(bindings.many.get(name) ?? []), tree]);
    }
  }
  const failed = form.sides.find((side) => !holdsSide(side, bindings, context));
  return failed === undefined ? undefined : SIDE_FAILS;
}

function matchTree(pattern: Tree, tree: Tree, bound: Map<string, Tree>): boolean {
  if (typeof pattern === "string") {
    const before = bound.get(pattern);
    if (before === undefined) bound.set(pattern, tree);
    return before === undefined || keyOf(before) === keyOf(tree);
  }
  if (typeof tree === "string" || pattern[0] !== tree[0]) return false;
  const last = pattern.at(-1);
  const optional = typeof last === "string" && last.startsWith("?");
  if (tree.length !== pattern.length && !(optional && tree.length === pattern.length - 1)) return false;
  for (let i = 1; i < tree.length; i++) {
    const part = pattern[i] as Tree;
    const inner = optional && i === pattern.length - 1 ? (part as string).slice(1) : part;
    if (!matchTree(inner, tree[i] as Tree, bound)) return false;
  }
  return true;
}

function holdsSide(side: SideCondition, { one, many }: Bindings, context: SideContext): boolean {
  switch (side.is) {
    case "differ": {
      const [left, right] = [one.get(side.one), one.get(side.other)];
      if (left === undefined) return context.originators === "optional";
      return right !== undefined && keyOf(left) !== keyOf(right);
    }
    case "clear": {
      const what = one.get(side.what);
      return what !== undefined && isClear(what);
    }
    case "part": {
      const [part, whole] = [one.get(side.part), one.get(side.whole)];
      if (part === undefined || whole === undefined) return false;
      const there = new Set(componentsOf(whole).map(keyOf));
      return componentsOf(part).every((component) => there.has(keyOf(component)));
    }
    case "union": {
      const whole = one.get(side.whole);
      const parts = side.of.flatMap((name) => many.get(name) ?? (one.has(name) ? [one.get(name) as Tree] : []));
      return whole !== undefined && parts.length > 0 && keyOf(join(parts)) === keyOf(whole);
    }
    case "instance": {
      const [schema, instance] = [one.get(side.schema), one.get(side.instance)];
      return schema !== undefined && instance !== undefined && isInstance(schema, instance, context);
    }
    default:
      return side satisfies never;
  }
}

function isClear(tree: Tree): boolean {
  return typeof tree === "string" || (tree[0] !== "enc" && tree.every(isClear));
}

function isInstance(schema: Tree, result: Tree, { instance, sorts }: SideContext): boolean {
  const binder = binderOf(schema);
  if (binder === undefined || instance?.length !== binder.length) return false;
  const by = new Map<string, Tree>();
  for (const [i, [name, sort]] of binder.entries()) {
    const value = instance[i] as Tree;
    if (sort !== "msg" && sorts !== undefined && (typeof value !== "string" || sorts.get(value) !== sort)) return false;
    by.set(name, value);
  }
  const replaced = instantiate(schema[2] as Tree, by);
  return replaced !== undefined && keyOf(replaced) === keyOf(result);
}
