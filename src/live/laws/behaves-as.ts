/**
 * Decides whether a computed value behaves as a term: the same bytes, if no randomness goes into it. For values that
 * nothing random goes into: the same bytes.
 *
 * A ciphertext is never the same twice, so there it is enough, and necessary, that the theory cannot tell: every rule
 * that takes such a term apart gives from the value what it gives from the term.
 */
import { match } from "../../core/term/match.ts";
import { substitute } from "../../core/term/substitution.ts";
import { type Application, apply, type Term, variable } from "../../core/term/term.ts";
import type { AnyImplementation } from "../../core/theory/implementation.ts";
import type { Theory } from "../../core/theory/theory.ts";
import { areEqual, type Draw, isKey } from "./evaluate.ts";

/** Undefined when the value is what the term says; otherwise what tells them apart. */
export function findDifference(
  theory: Theory,
  { encode }: AnyImplementation,
  draw: Draw,
  value: unknown,
  term: Term,
): string | undefined {
  const bytes = encode(value);
  const expected = encode(draw.evaluate(term));
  if (areEqual(bytes, expected)) return undefined;
  if (bytes.length !== expected.length) return `it has ${bytes.length} bytes, not ${expected.length}`;
  const tests = listTests(theory, term);
  if (tests.length === 0) return "it is another value";
  for (const test of tests) {
    draw.bind(test.hole, value);
    if (!areEqual(encode(draw.evaluate(test.left)), encode(draw.evaluate(test.right)))) {
      return `${test.rule} gives something else from it`;
    }
  }
  return undefined;
}

/** A rule, with the value in the place of the term. */
interface Test {
  readonly rule: string;
  readonly hole: string;
  readonly left: Term;
  readonly right: Term;
}

/** Every rule whose left side has this term directly below its operation. */
export function listTests(theory: Theory, term: Term): readonly Test[] {
  if (term.kind !== "application" || isKey(term)) return [];
  return theory.rewrites.flatMap((rewrite) => {
    const left = rewrite.left as Application;
    return left.args.flatMap((arg, at): Test[] => {
      if (arg.kind !== "application" || isKey(arg)) return [];
      const bound = match(arg, term, 2);
      if (bound === undefined) return [];
      const hole = `what is in ${rewrite.name}`;
      const args = left.args.map((other, i) => (i === at ? variable(hole) : substitute(other, bound)));
      return [{ rule: rewrite.name, hole, left: apply(left.op, ...args), right: substitute(rewrite.right, bound) }];
    });
  });
}
