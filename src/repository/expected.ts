/** One entry of `expected.yaml`, and whether a verdict is the one that it expects. */
import type { Expectation, Verdict } from "../core/verdict/verdict.ts";

/** One entry: what is expected, and why. */
export interface Expected {
  readonly verdict: Expectation["verdict"];
  /** `unbounded`: a verdict that holds only up to a bound is not what was expected. */
  readonly scope?: "unbounded";
  readonly why: string;
  /** Nothing is expected of a verdict that holds. */
  readonly orHolds?: true;
}

/** Compares a verdict with what was expected of its claim. */
export function compareVerdict({ orHolds: _, ...expected }: Expected, verdict: Verdict): Expectation {
  const agrees = verdict.is === expected.verdict;
  const wide = expected.scope === undefined || (verdict.is === "holds" && verdict.scope === expected.scope);
  return { ...expected, met: agrees && wide };
}
