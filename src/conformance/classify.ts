/**
 * How a verdict stands to what Scyther said of the same claim.
 *
 * Scyther's `Ok` is a proof or goes up to its bound; a verdict for any number of runs, or an attack that was executed
 * again, is better than the latter. Only where both decided, and not alike, do they contradict each other.
 * `does not occur` is as good as a proof against an attack, but does not say whether a bound was in the way: a verdict
 * up to the same bound is no weaker.
 */
import type { RecordedAnswer } from "../core/verdict/conformance.ts";
import type { Verdict } from "../core/verdict/verdict.ts";

/** Scyther's own default bound on runs. */
export const SCYTHER_MAX_RUNS = 5;

/** Agreement without knowing the reason of a difference. */
export type PlainAgreement = "agree" | "better" | "undecided" | "weaker" | "contradiction";

/** Compares a verdict with what was recorded; undefined: nothing was. */
export function classifyClaim(
  kind: string,
  recorded: RecordedAnswer | undefined,
  verdict: Verdict,
  recordedRuns: number | "unbounded",
): PlainAgreement {
  if (kind === "Reachable") return classifyReachable(recorded, verdict);
  if (verdict.is === "inconclusive") return "undecided";
  if (recorded === undefined) return "better";
  const wide = verdict.is === "vacuous" || (verdict.is === "holds" && verdict.scope === "unbounded");
  if (recorded.verdict === "Fail") return verdict.is === "attack" ? "agree" : "contradiction";
  const proved = recorded.status === "proof of correctness";
  if (proved || recorded.status === "does not occur") {
    if (verdict.is === "attack") return "contradiction";
    return wide || (!proved && reaches(verdict, recordedRuns)) ? "agree" : "weaker";
  }
  if (verdict.is === "attack" || wide) return "better";
  return reaches(verdict, recordedRuns) ? "agree" : "weaker";
}

function classifyReachable(recorded: RecordedAnswer | undefined, verdict: Verdict): PlainAgreement {
  if (verdict.is === "inconclusive") {
    // Nothing was found within the bound: what Scyther calls `does not occur`.
    return verdict.why === "runs" && recorded?.verdict === "Fail" ? "agree" : "undecided";
  }
  if (recorded === undefined) return "better";
  return (verdict.is === "holds") === (recorded.verdict === "Ok") ? "agree" : "contradiction";
}

function reaches(verdict: Verdict, runs: number | "unbounded"): boolean {
  if (verdict.is !== "holds" || verdict.scope === "unbounded") return true;
  return runs !== "unbounded" && verdict.scope.runs >= runs;
}

/** True for an attack within the bound within which Scyther saw none. */
export function isMissedWithinBound(
  recorded: RecordedAnswer | undefined,
  verdict: Verdict,
  recordedRuns: number | "unbounded",
): boolean {
  if (recorded?.verdict !== "Ok" || verdict.is !== "attack") return false;
  return recordedRuns === "unbounded" || countRuns(verdict) <= recordedRuns;
}

/** How many runs an attack takes. */
export function countRuns({ trace }: Extract<Verdict, { is: "attack" }>): number {
  return new Set(trace.steps.filter(({ kind }) => kind !== "deduce").map(({ run }) => run)).size;
}

/** True when a verdict stands by itself against a wrong one: an attack that was executed, or for any number of runs. */
export function carriesEvidence(verdict: Verdict): boolean {
  return (
    verdict.is === "attack" || verdict.is === "vacuous" || (verdict.is === "holds" && verdict.scope === "unbounded")
  );
}
