/** For tests and benchmarks: a claim judged without interruption. */
import type { Verdict } from "../../core/verdict/verdict.ts";
import type { ClaimTarget, Progress, Signal, Verifier, VerifyOptions } from "./verify.ts";

export interface Judged {
  readonly verdict: Verdict;
  readonly states: number;
}

/** Judges a claim. */
export function runToEnd(verifier: Verifier, target: ClaimTarget, options: VerifyOptions): Judged {
  let states = 0;
  const verdict = drive(verifier.verify(target, options), (progress) => {
    states = progress.states;
  });
  return { verdict, states };
}

/** Drives a search to its end. */
export function drive<R>(
  search: Generator<Progress, R, Signal | undefined>,
  watch: (progress: Progress) => void = () => {},
): R {
  for (let step = search.next(); ; step = search.next("go")) {
    if (step.done === true) return step.value;
    watch(step.value);
  }
}
