/** Roles of operations, read off the rules: which results a role can make again to compare. */
import type { Description, Step } from "../../../src/core/protocol/ir/description.ts";
import { type Expression, type KeyOperation, subexpressions } from "../../../src/core/theory/expression.ts";
import type { Theory } from "../../../src/core/theory/theory.ts";
import { type Algebra, contains, type Shape } from "./algebra.ts";

/**
 * Public operations that no rule computes and no rule takes off its result: made twice of the same parts, they are the
 * same. What stands beside the result, such as a key, is not opened.
 */
export function listComparable(theories: readonly Theory[], { rules }: Algebra): Set<string> {
  const opened = new Set<string>();
  for (const rule of rules) {
    opened.add(rule.root ?? "");
    const right = JSON.stringify(rule.right);
    const visit = (shape: Shape): void => {
      if (shape.is !== "op" || JSON.stringify(shape) === right || !contains(shape, right)) return;
      opened.add(shape.op);
      for (const arg of shape.args) visit(arg);
    };
    if (rule.opens) for (const shape of rule.given) visit(shape);
  }
  const operations = theories.flatMap((theory) => theory.operations);
  return new Set(operations.filter((op) => op.public && !opened.has(op.name)).map(({ name }) => name));
}

/** The key families in use, one entry for each half that is named. */
export function listFamilies(description: Description): { readonly op: KeyOperation; readonly family: string }[] {
  const found = new Map<string, { readonly op: KeyOperation; readonly family: string }>();
  for (const step of description.steps) {
    for (const expression of expressionsOf(step)) {
      for (const part of subexpressions(expression)) {
        if (part.is !== "key") continue;
        const { op, family } = part;
        found.set(`${HALVES.get(op) ?? op} ${family}`, { op, family });
      }
    }
  }
  return [...found.values()];
}

const HALVES: ReadonlyMap<KeyOperation, KeyOperation> = new Map([
  ["sk", "pk"],
  ["sgk", "vk"],
]);

/** The expressions of a step. */
export function expressionsOf(step: Step): readonly Expression[] {
  switch (step.kind) {
    case "message":
      return [step.payload];
    case "computes":
      return step.bindings.map(([, value]) => value);
    case "public":
    case "knows":
      return step.bindings.flatMap(([, given]) => (given.is === "term" ? [given.term] : []));
    case "claims":
      return step.claims.flatMap(({ term, data }) => [...(term === undefined ? [] : [term]), ...(data ?? [])]);
    case "running":
      return step.signal.data;
    case "fresh":
    case "timestamp":
    case "view":
      return [];
    default:
      return step satisfies never;
  }
}
