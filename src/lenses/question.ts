/** What a job is asked. Apart from the contract, as listeners of the API hear of it and need no more. */
import type { Finding } from "../core/verdict/verdict.ts";

/** A finding without its verdict: one thing that a job is asked. */
export interface Question extends Omit<Finding, "verdict" | "expected" | "trusted"> {
  /** What the lens read of it in `expected.yaml`: JSON. */
  readonly expected?: unknown;
}
