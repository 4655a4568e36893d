/** For tests and benchmarks: a claim judged without interruption. */
import type { Verdict } from "../verdict/verdict.ts";
import type { ClaimTarget, Verifier, VerifyOptions } from "./verify.ts";

export interface Judged {
  readonly verdict: Verdict;
  readonly states: number;
}

/** Drives the search to its end. */
export function runToEnd(verifier: Verifier, target: ClaimTarget, options: VerifyOptions): Judged {
  const search = verifier.verify(target, options);
  let states = 0;
  for (let step = search.next(); ; step = search.next("go")) {
    if (step.done === true) return { verdict: step.value, states };
    states = step.value.states;
  }
}
