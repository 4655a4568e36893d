/** A question of a job. Separate from the contract, as listeners of the API need no more. */
import type { Finding } from "../core/verdict/verdict.ts";

/** A finding without its verdict: one thing that a job is asked. */
export interface Question extends Omit<Finding, "verdict" | "expected" | "trusted"> {
  /** The lens's entry for it in `expected.yaml`: JSON. */
  readonly expected?: unknown;
}
