/**
 * Checks a theory: known operations, right arities, rules that end.
 *
 * A right side is a subterm of the left, or public constructors over such subterms; so every term has one normal form
 * and the intruder's deductions can be read off the rules.
 */
import { type Diagnostic, DiagnosticError } from "../diagnostic/diagnostic.ts";
import { equals, occursIn, PAIR, type Term, variablesOf } from "../term/term.ts";
import { KEY_OPERATIONS } from "./keys.ts";
import type { Operation, Rewrite, Theory, Weakness } from "./theory.ts";

/** Names that can stand in a term without being taken for its brackets, its commas or another theory's prefix. */
const NAME = /^[A-Za-z][\w-]{0,39}$/;

/** Throws DiagnosticError CP510 for a theory or operation that cannot be called so. */
export function checkNames(theory: string, operations: readonly string[]): void {
  for (const name of [theory, ...operations]) {
    if (typeof name === "string" && NAME.test(name)) continue;
    const said = `A theory or operation cannot be called ${JSON.stringify(String(name).slice(0, 60))}`;
    fail("CP510", said, "Use letters, digits, dashes and underscores, a letter first.");
  }
}

/** Throws DiagnosticError CP501 to CP505. */
export function checkRewrite(theory: Theory, rewrite: Rewrite): void {
  const rule = `The rule ${rewrite.name} of the theory ${theory.name}`;
  checkSides(theory, rule, [rewrite.left, rewrite.right]);
  if (rewrite.left.kind !== "application" || !theory.operations.some((op) => op.name === rootOf(rewrite.left))) {
    fail("CP505", `${rule} does not reduce one of the theory's own operations`, "Start its left side with one.");
  }
  checkVariables(rule, [rewrite.left], rewrite.right);
  if (!isConvergent(theory, rewrite.left, rewrite.right)) {
    fail(
      "CP501",
      `${rule} has a right side that is not built from parts of its left side`,
      "Take a part of the left side, or public operations without rules of their own over such parts.",
    );
  }
}

/** Throws DiagnosticError CP502 to CP504. */
export function checkWeakness(theory: Theory, weakness: Weakness): void {
  const rule = `The weakness ${weakness.name} of the theory ${theory.name}`;
  checkSides(theory, rule, [...weakness.given, weakness.yields]);
  checkVariables(rule, weakness.given, weakness.yields);
}

/** Throws DiagnosticError CP508. */
export function checkConstructors({ name, operations, rewrites, constructors = [] }: Theory): void {
  for (const constructor of constructors) {
    const rule = rewrites.find(({ left }) => rootOf(left) === constructor);
    if (!operations.some((op) => op.name === constructor)) {
      fail("CP508", `The theory ${name} has no operation ${constructor} to be a constructor`, "Declare it first.");
    } else if (rule !== undefined) {
      const problem = `The constructor ${constructor} of the theory ${name} is reduced by the rule ${rule.name}`;
      fail("CP508", problem, "Leave it out of the constructors, or leave out the rule.");
    }
  }
}

function checkSides(theory: Theory, rule: string, sides: readonly Term[]): void {
  for (const side of sides) checkArities(theory, rule, side);
}

function checkArities(theory: Theory, rule: string, term: Term): void {
  if (term.kind !== "application") return;
  const operation = findOperation(theory, term.op);
  if (operation === undefined && term.op !== PAIR) {
    fail("CP504", `${rule} uses ${term.op}, which the theory does not declare`, "Declare it among the operations.");
  } else if (operation !== undefined && operation.arity !== term.args.length) {
    const count = term.args.length;
    fail("CP503", `${rule} gives ${count} arguments to ${term.op}, which takes ${operation.arity}`, "Count them.");
  }
  for (const arg of term.args) checkArities(theory, rule, arg);
}

function checkVariables(rule: string, given: readonly Term[], gains: Term): void {
  const known = new Set(variablesOf(...given).map((v) => v.key));
  for (const v of variablesOf(gains)) {
    if (known.has(v.key)) continue;
    fail("CP502", `${rule} has the new variable ${v.name} on its right side`, "Use only variables of the left side.");
  }
}

function isConvergent(theory: Theory, left: Term, right: Term): boolean {
  if (!equals(left, right) && occursIn(right, left)) return true;
  if (right.kind !== "application") return false;
  const operation = findOperation(theory, right.op);
  const isConstructor = right.op === PAIR || (operation?.public === true && rootOf(left) !== right.op);
  const reduces = theory.rewrites.some((rewrite) => rootOf(rewrite.left) === right.op);
  return isConstructor && !reduces && right.args.every((arg) => isConvergent(theory, left, arg));
}

function rootOf(term: Term): string | undefined {
  return term.kind === "application" ? term.op : undefined;
}

function findOperation(theory: Theory, name: string): Operation | undefined {
  return [...theory.operations, ...KEY_OPERATIONS].find((op) => op.name === name);
}

function fail(code: string, message: string, help: string): never {
  const diagnostic: Diagnostic = { code, severity: "error", message: `${message}.`, help };
  throw new DiagnosticError([diagnostic]);
}
