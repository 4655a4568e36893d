/**
 * A random theory as its source: operations, rules and weaknesses before they are declared.
 *
 * `declare` makes the theory that the source says through the words that authors use, so that it is checked like theirs;
 * `printTheory` writes the source.
 */
import { op, theory } from "../../../src/core/theory/declare.ts";
import type { Theory } from "../../../src/core/theory/theory.ts";

/** A side of a rule: a variable by name, a key of a named owner, or an operation. */
export type Side =
  | { readonly is: "any"; readonly name: string }
  | { readonly is: "key"; readonly op: "pk" | "sk"; readonly owner: string }
  | { readonly is: "apply"; readonly op: string; readonly args: readonly Side[] };

export interface RuleSource {
  readonly name: string;
  readonly left: Side;
  readonly right: Side;
}

export interface WeaknessSource {
  readonly name: string;
  readonly given: readonly Side[];
  readonly yields: Side;
}

export interface TheorySource {
  readonly name: string;
  /** Operations with the names of their arguments. */
  readonly operations: readonly { readonly name: string; readonly args: readonly string[] }[];
  readonly rules: readonly RuleSource[];
  readonly weaknesses: readonly WeaknessSource[];
}

export const any = (name: string): Side => ({ is: "any", name });
export const key = (operation: "pk" | "sk", owner: string): Side => ({ is: "key", op: operation, owner });
export const make = (operation: string, ...args: readonly Side[]): Side => ({ is: "apply", op: operation, args });

/** The operation as terms call it. */
export function qualify({ name }: Pick<TheorySource, "name">, operation: string): string {
  return `${name}.${operation}`;
}

type Words = Readonly<Record<string, (...args: unknown[]) => unknown>>;

/** The theory as data. Throws DiagnosticError for one that authors may not declare. */
export function declare(source: TheorySource): Theory {
  const declared = Object.fromEntries(
    source.operations.map(({ name, args }) => [name, op<(...args: never[]) => unknown>(...args)]),
  );
  let made = theory(source.name, declared).approximates(APPROXIMATES);
  if (source.rules.length > 0) {
    made = made.rewrites((ops, words) => {
      const build = (side: Side): unknown => evaluate(side, ops as Words, words as unknown as Words);
      return Object.fromEntries(
        source.rules.map(({ name, left, right }) => [name, { left: build(left), right: build(right) }]),
      );
    });
  }
  for (const { name, given, yields } of source.weaknesses) {
    made = made.weakness(name, "it is weak", (ops, words) => {
      const build = (side: Side): unknown => evaluate(side, ops as Words, words as unknown as Words);
      return { given: given.map(build), gains: build(yields) };
    }) as typeof made;
  }
  return made.data;
}

/** Nothing is said of operations without rules where the theory says that it leaves something out. */
const APPROXIMATES = "It is made up.";

function evaluate(side: Side, ops: Words, words: Words): unknown {
  switch (side.is) {
    case "any":
      return words["any"]?.(side.name);
    case "key":
      return words[side.op]?.(side.owner);
    case "apply":
      return ops[side.op]?.(...side.args.map((arg) => evaluate(arg, ops, words)));
    default:
      return side satisfies never;
  }
}

/** The declaration as TypeScript. */
export function printTheory(source: TheorySource): string {
  const { name, operations, rules, weaknesses } = source;
  const lines = operations.map(
    (operation) =>
      `  ${operation.name}: op<(...args: any[]) => any>(${operation.args.map((arg) => JSON.stringify(arg)).join(", ")}),`,
  );
  const names = operations.map((operation) => operation.name).join(", ");
  const ruleLines = rules.map(
    (rule) => `    ${rule.name}: reduces(${printSide(rule.left)}, ${printSide(rule.right)}),`,
  );
  const weak = weaknesses.map(
    (flaw) =>
      `\n  .weakness("${flaw.name}", "it is weak", ({ ${names} }, { any, pk, sk, yields }) =>\n    yields([${flaw.given.map(printSide).join(", ")}], ${printSide(flaw.yields)}))`,
  );
  const rewrites =
    rules.length === 0
      ? ""
      : `\n  .rewrites(({ ${names} }, { any, pk, sk, reduces }) => ({\n${ruleLines.join("\n")}\n  }))`;
  return `const ${name} = theory("${name}", {\n${lines.join("\n")}\n})\n  .approximates("${APPROXIMATES}")${rewrites}${weak.join("")};`;
}

export function printSide(side: Side): string {
  switch (side.is) {
    case "any":
      return `any(${JSON.stringify(side.name)})`;
    case "key":
      return `${side.op}(${JSON.stringify(side.owner)})`;
    case "apply":
      return `${side.op}(${side.args.map(printSide).join(", ")})`;
    default:
      return side satisfies never;
  }
}

/** The variables of a side, owners of keys included. */
export function variablesIn(side: Side): string[] {
  switch (side.is) {
    case "any":
      return [side.name];
    case "key":
      return [`owner ${side.owner}`];
    case "apply":
      return side.args.flatMap(variablesIn);
    default:
      return side satisfies never;
  }
}
