/**
 * Checks theories together, once their rules are complete: one normal form for every term, and an end to what
 * can be deduced.
 */
import { type Diagnostic, DiagnosticError } from "../diagnostic/diagnostic.ts";
import { makePrinter } from "../term/print.ts";
import { listCommutative } from "./commutative.ts";
import { findDivergence } from "./confluence.ts";
import { deduce } from "./deductions.ts";
import { KEY_OPERATIONS } from "./keys.ts";
import type { Theory } from "./theory.ts";

/** The first of CP506 and CP507 against these theories with these weaknesses, without a place; undefined when all is well. */
export function findOpenEnd(theories: readonly Theory[], weaknesses: readonly string[]): Diagnostic | undefined {
  const rewrites = theories.flatMap((theory) => theory.rewrites);
  const divergence = findDivergence(rewrites, listCommutative(theories));
  if (divergence !== undefined) {
    const printTerm = makePrinter([...theories.flatMap((theory) => theory.operations), ...KEY_OPERATIONS]);
    const [one, other] = divergence.results.map(printTerm) as [string, string];
    const [outer, inner] = divergence.rules;
    const who = outer === inner ? `The rule ${outer} reduces` : `The rules ${outer} and ${inner} reduce`;
    return {
      code: "CP506",
      severity: "error",
      message: `${who} ${printTerm(divergence.term)} to two different terms, ${one} and ${other}.`,
      help: "Add a rule that brings the two to the same term, or let the left sides have no instance in common.",
    };
  }
  try {
    deduce(theories, weaknesses);
    return undefined;
  } catch (error) {
    if (error instanceof DiagnosticError) return error.diagnostics[0];
    throw error;
  }
}
