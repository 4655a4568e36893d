/**
 * Expressions: what the author of a protocol wrote, in the author's names, as serialisable data.
 *
 * A name means what it means in the view of the role that says it.
 */

export type KeyOperation = "pk" | "sk" | "vk" | "sgk" | "shk" | "shk.directed";

export type Expression =
  | { readonly is: "name"; readonly name: string }
  | { readonly is: "agent"; readonly role: string }
  | {
      readonly is: "key";
      readonly op: KeyOperation;
      readonly family: string;
      readonly owners: readonly string[];
      readonly index?: Expression;
    }
  | { readonly is: "record"; readonly fields: readonly (readonly [name: string, value: Expression])[] }
  | { readonly is: "field"; readonly of: Expression; readonly name: string }
  | { readonly is: "apply"; readonly op: string; readonly args: readonly Expression[] };

/** The author's spelling, near enough to recognise. */
export function printExpression(expression: Expression): string {
  switch (expression.is) {
    case "name":
      return expression.name;
    case "agent":
      return expression.role;
    case "key": {
      const parts = [...expression.owners, ...(isDefaultFamily(expression) ? [] : [expression.family])];
      if (expression.index !== undefined) parts.push(printExpression(expression.index));
      return `${expression.op}(${parts.join(", ")})`;
    }
    case "record":
      return `{ ${expression.fields.map(([name, value]) => printField(name, value)).join(", ")} }`;
    case "field":
      return `${printExpression(expression.of)}.${expression.name}`;
    case "apply":
      return `${expression.op}(${expression.args.map(printExpression).join(", ")})`;
    default:
      return expression satisfies never;
  }
}

function printField(name: string, value: Expression): string {
  const text = printExpression(value);
  return text === name ? name : `${name}: ${text}`;
}

function isDefaultFamily(key: { readonly op: KeyOperation; readonly family: string }): boolean {
  return key.family === DEFAULT_FAMILY[key.op];
}

/** The family of a key whose author names none. */
export const DEFAULT_FAMILY: Readonly<Record<KeyOperation, string>> = {
  pk: "key",
  sk: "key",
  vk: "sig",
  sgk: "sig",
  shk: "shared",
  "shk.directed": "shared",
};

/** The expression and every expression inside it. */
export function* subexpressions(expression: Expression): Generator<Expression> {
  yield expression;
  switch (expression.is) {
    case "name":
    case "agent":
      return;
    case "key":
      if (expression.index !== undefined) yield* subexpressions(expression.index);
      return;
    case "record":
      for (const [, value] of expression.fields) yield* subexpressions(value);
      return;
    case "field":
      yield* subexpressions(expression.of);
      return;
    case "apply":
      for (const arg of expression.args) yield* subexpressions(arg);
      return;
    default:
      expression satisfies never;
  }
}
