/**
 * The laws of a theory, derived from its declaration: nobody writes them, so none is forgotten.
 *
 * Every rule says something of the implementation twice: what its left side computes is what its right side says, and
 * with another value in one of the places where a variable stands again it is not. Weaknesses are laws as well: what
 * the intruder's rule yields must really come out. Operations that no rule takes apart must be functions, and one to one.
 */
import { RefusedError } from "../crypto/decoded.ts";
import { apply, type Term, variable } from "../../core/term/term.ts";
import type { AnyImplementation, RandomSource } from "../../core/theory/implementation.ts";
import type { Operation, Rewrite, Theory, Weakness } from "../../core/theory/theory.ts";
import { findDifference, listTests } from "./behaves-as.ts";
import { areEqual, Draw } from "./evaluate.ts";
import { printRule } from "./print-rule.ts";
import { listRepeated, replaceLast } from "./repeated.ts";

/** One property of an implementation. */
export interface Law {
  readonly name: string;
  readonly kind: "rule" | "only" | "weakness" | "function" | "guarantee";
  readonly statement: string;
  /** Undefined when it holds for what was drawn; otherwise why not. */
  readonly check: (randomness: RandomSource) => string | undefined;
}

/** All laws of a theory. */
export function deriveLaws(theory: Theory, implementation: AnyImplementation): readonly Law[] {
  return [
    ...theory.rewrites.flatMap((rewrite) => lawsOfRule(theory, implementation, rewrite)),
    ...theory.weaknesses.flatMap((weakness) => lawsOfWeakness(implementation, weakness)),
    ...theory.operations.flatMap((operation) => lawsOfOperation(theory, implementation, operation)),
    ...theory.operations.filter((op) => op.commutes).map((operation) => lawOfExchange(implementation, operation)),
    ...Object.entries(implementation.guarantees).map(
      ([name, holds]): Law => ({
        name,
        kind: "guarantee",
        statement: name,
        check: (randomness) => (holds(randomness) ? undefined : "it does not hold"),
      }),
    ),
  ];
}

function lawsOfRule(theory: Theory, implementation: AnyImplementation, { name, left, right }: Rewrite): readonly Law[] {
  const compare = (randomness: RandomSource, term: Term): string | undefined => {
    const draw = new Draw(implementation, randomness);
    return findDifference(theory, implementation, draw, draw.evaluate(term), right);
  };
  return [
    {
      name,
      kind: "rule",
      statement: `${printRule(left)} = ${printRule(right)}`,
      check: (randomness) => compare(randomness, left),
    },
    ...listRepeated(left).map((repeated): Law => {
      const other = replaceLast([left], repeated)[0] as Term;
      return {
        name: `${name} with another ${repeated}`,
        kind: "only",
        statement: `${printRule(other)} is not ${printRule(right)}`,
        check: (randomness) =>
          isRefusedOr(() => compare(randomness, other) !== undefined) ? undefined : "it is the same all the same",
      };
    }),
  ];
}

function lawsOfWeakness(implementation: AnyImplementation, { name, given, yields }: Weakness): readonly Law[] {
  const exploit = implementation.weaknesses[name];
  const gains = (randomness: RandomSource, from: readonly Term[]): boolean => {
    if (exploit === undefined) throw new Error(`the weakness ${name} is not implemented`);
    const draw = new Draw(implementation, randomness);
    const gained = exploit(randomness, ...from.map((term) => draw.evaluate(term)));
    return areEqual(implementation.encode(gained), implementation.encode(draw.evaluate(yields)));
  };
  const statement = `${given.map(printRule).join(", ")} yield ${printRule(yields)}`;
  return [
    {
      name,
      kind: "weakness",
      statement,
      check: (randomness) => (gains(randomness, given) ? undefined : "something else comes out"),
    },
    ...listRepeated(...given).map((repeated): Law => {
      const other = replaceLast(given, repeated);
      return {
        name: `${name} with another ${repeated}`,
        kind: "only",
        statement: `${other.map(printRule).join(", ")} do not yield ${printRule(yields)}`,
        check: (randomness) => (isRefusedOr(() => !gains(randomness, other)) ? undefined : "it comes out all the same"),
      };
    }),
  ];
}

/**
 * Lists the laws of operations that no rule takes apart: a hash, a MAC, a Diffie-Hellman key is compared by making it
 * again.
 */
function lawsOfOperation(theory: Theory, implementation: AnyImplementation, operation: Operation): readonly Law[] {
  const isTakenApart = theory.rewrites.some(({ left }) => left.kind === "application" && left.op === operation.name);
  const made = apply(operation.name, ...operation.args.map((arg) => variable(arg)));
  if (isTakenApart || appearsBelow(theory, operation.name) || listTests(theory, made).length > 0) return [];
  const encode = (draw: Draw, term: Term): Uint8Array => implementation.encode(draw.evaluate(term));
  return [
    {
      name: `${operation.name} again`,
      kind: "function",
      statement: `${printRule(made)} is the same every time`,
      check: (randomness) => {
        const draw = new Draw(implementation, randomness);
        return areEqual(encode(draw, made), encode(draw, made)) ? undefined : "it differs";
      },
    },
    ...operation.args.map((arg, at): Law => {
      const other = apply(operation.name, ...operation.args.map((name, i) => variable(i === at ? `${name}'` : name)));
      return {
        name: `${operation.name} of another ${arg}`,
        kind: "function",
        statement: `${printRule(other)} is not ${printRule(made)}`,
        check: (randomness) => {
          const draw = new Draw(implementation, randomness);
          return areEqual(encode(draw, made), encode(draw, other)) ? "it is the same" : undefined;
        },
      };
    }),
  ];
}

/** The law of an operation that commutes: the same with its last two arguments exchanged. */
function lawOfExchange(implementation: AnyImplementation, operation: Operation): Law {
  const args = operation.args.map((arg) => variable(arg));
  const [first, second] = args.slice(-2) as [Term, Term];
  const made = apply(operation.name, ...args);
  const exchanged = apply(operation.name, ...args.slice(0, -2), second, first);
  return {
    name: `${operation.name} exchanged`,
    kind: "rule",
    statement: `${printRule(exchanged)} = ${printRule(made)}`,
    check: (randomness) => {
      const draw = new Draw(implementation, randomness);
      const [one, other] = [made, exchanged].map((term) => implementation.encode(draw.evaluate(term)));
      return areEqual(one as Uint8Array, other as Uint8Array) ? undefined : "it is another value";
    },
  };
}

/** Reports whether a rule has this operation below the root of its left side, so that the rule covers it. */
function appearsBelow(theory: Theory, operation: string): boolean {
  const has = (term: Term): boolean =>
    term.kind === "application" && (term.op === operation || term.args.some((arg) => has(arg)));
  return theory.rewrites.some(({ left }) => left.kind === "application" && left.args.some(has));
}

/** True when an implementation refuses what it is given, as it may where no rule applies. */
function isRefusedOr(check: () => boolean): boolean {
  try {
    return check();
  } catch (error) {
    if (error instanceof RefusedError) return true;
    throw error;
  }
}
