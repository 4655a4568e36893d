/**
 * The intruder's deductions with a guess at hand, as rules over two marks: `must(t)`, it makes t and uses the guess for it,
 * and `may(t)`, it makes t and may use the guess.
 *
 * With the guess things are only put together, never opened: the first opening that needs the guess verifies it already
 * (docs/semantics.md). What draws randomness is never made again, so no rule makes it.
 */
import { apply, PAIR, type Term, variable, variablesOf } from "../../../core/term/term.ts";
import { listDrawn } from "../../guesses.ts";
import type { Deductions, Operation, Synthesis } from "../../../core/theory/theory.ts";

/** The operations that mark; no author can write a question mark in a name. */
export const MUST = "?must";
export const MAY = "?may";

/** True for what carries a mark anywhere. */
export function isMarked(term: Term): boolean {
  if (term.kind !== "application") return false;
  return term.op === MUST || term.op === MAY || term.args.some(isMarked);
}

/** The deductions of a model with those that put things together from the guess. */
export function addGuess({ analyses, syntheses }: Deductions, operations: readonly Operation[]): Deductions {
  const drawn = listDrawn(operations);
  const whole = variable("whole");
  const [left, right] = [variable("left"), variable("right")];
  const pairing: Synthesis = { kind: "synthesis", name: "pair", from: [left, right], yields: apply(PAIR, left, right) };
  const building = [pairing, ...syntheses.filter((rule) => isCompared(rule, drawn))];
  return {
    analyses,
    syntheses: [
      ...syntheses,
      make("without the guess", [whole], apply(MAY, whole)),
      make("with the guess", [apply(MUST, whole)], apply(MAY, whole)),
      ...building.flatMap(withGuess),
    ],
  };
}

/** True for a rule whose result can be made once more to compare it. */
export function isCompared({ from, yields }: Synthesis, drawn: ReadonlySet<string>): boolean {
  return from.length > 0 && yields.kind === "application" && !drawn.has(yields.op);
}

function withGuess({ name, from, yields, computes }: Synthesis): Synthesis[] {
  const may = from.map((part) => apply(MAY, part));
  // What is computed may be the same whatever the guess, where two parts change with it: then only one does.
  const others = computes === true ? from : may;
  const some = from.flatMap((part, i) => {
    if (computes === true && !isKept(part, from.toSpliced(i, 1), yields)) return [];
    return [make(`${name}, with the guess`, others.with(i, apply(MUST, part)), apply(MUST, yields))];
  });
  return [...some, make(name, may, apply(MAY, yields))].map((rule) => ({ ...rule, shaped: true }));
}

/** True when a part that changes changes the result, or what the rule demands of the other parts. */
function isKept(part: Term, others: readonly Term[], yields: Term): boolean {
  const kept = new Set(variablesOf(yields, ...others).map(({ key }) => key));
  return variablesOf(part).every(({ key }) => kept.has(key));
}

function make(name: string, from: readonly Term[], yields: Term): Synthesis {
  return { kind: "synthesis", name, from, yields };
}
