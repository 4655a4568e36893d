/** Where the intruder has a term from, at some point of a trace: a tree of deductions down to what it heard. */
import type { TraceStep } from "../../core/verdict/verdict.ts";

/** A term, how the intruder came to have it, and from what. */
export interface Origin {
  readonly term: string;
  readonly how:
    | { readonly kind: "heard" | "deduced"; readonly step: number; readonly label: string }
    /** Known from the start, a part of something heard, or made up: the trace has no step of its own for these. */
    | { readonly kind: "plain" };
  readonly from: readonly Origin[];
}

/** The origin of a term as of a step, from 0. */
export function findOrigin(steps: readonly TraceStep[], term: string, before: number): Origin {
  const at = steps.findIndex(
    (step, i) => i < before && step.term === term && (step.kind === "send" || step.kind === "deduce"),
  );
  const step = steps[at];
  if (step === undefined) return { term, how: { kind: "plain" }, from: [] };
  const { kind, label = "", from = [] } = step;
  if (kind === "send") return { term, how: { kind: "heard", step: at, label }, from: [] };
  // A deduction comes from what was there before it, so this ends.
  const premises = from.map((premise) => findOrigin(steps, premise, at));
  return { term, how: { kind: "deduced", step: at, label }, from: premises };
}
