/** Executed traces in words: how one ended, and its steps. */
import type { ExecutedStep, ExecutedTrace } from "../lenses/execution/execute-trace.ts";

/** How a trace ended, to stand behind "attack" or "way". */
export function sayOutcome({ outcome, steps }: ExecutedTrace): string {
  switch (outcome.is) {
    case "succeeded":
      return `succeeded, ${steps.length} steps`;
    case "refused":
      return `refused by ${outcome.by} at ${outcome.refusal.at}: ${outcome.refusal.because}`;
    case "not made":
      return `stopped at ${outcome.label}: ${outcome.because}`;
    case "failed":
      return `ended, as ${outcome.by} fails at ${outcome.failure.at}: ${outcome.failure.because}`;
    case "held":
      return "took place, and the claim holds for the parties' values";
    default:
      return outcome satisfies never;
  }
}

/** A step with the first of its bytes. */
export function renderStep({ agent, role, run, kind, label, bytes }: ExecutedStep): string {
  const size =
    bytes === undefined ? "" : `  ${bytes.length / 2} B  ${bytes.slice(0, 48)}${bytes.length > 48 ? "..." : ""}`;
  return `      ${`${agent} (${role}, run ${run}) ${kind} ${label}`.padEnd(40)}${size}`;
}
