/** Executed traces in words: how one ended, and its steps. */
import { tellEnd } from "../core/verdict/tell-executed.ts";
import type { ExecutedStep, ExecutedTrace } from "../lenses/execution/execute-trace.ts";
import { toEnd } from "../lenses/execution/session.ts";

/** How a trace ended, to stand behind "attack" or "way". */
export function sayOutcome(trace: ExecutedTrace): string {
  switch (trace.outcome.is) {
    case "succeeded":
      return `succeeded, ${trace.steps.length} steps`;
    case "held":
      return "took place, and the claim holds for the parties' values";
    default:
      return tellEnd(toEnd(trace));
  }
}

/** A step with the first of its bytes. */
export function renderStep({ agent, role, run, kind, label, bytes }: ExecutedStep): string {
  const size =
    bytes === undefined ? "" : `  ${bytes.length / 2} B  ${bytes.slice(0, 48)}${bytes.length > 48 ? "..." : ""}`;
  return `      ${`${agent} (${role}, run ${run}) ${kind} ${label}`.padEnd(40)}${size}`;
}
