/**
 * The installed Scyther's answers on a model now, in the place of what was recorded of it earlier.
 *
 * Its answers and its time come from the machine and the minute in which the embedded verifier is timed.
 */
import type { RecordedAnswer } from "../core/verdict/conformance.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import type { VerifyOptions } from "../lenses/verifier/verify.ts";
import type { Conditions } from "../lenses/conditions.ts";
import type { Judge } from "./judges.ts";
import type { LinkedClaim, OpenModel } from "./open-model.ts";

/** A model with what was said of it now; seconds only where every claim got its answer. */
export interface Beside {
  readonly open: OpenModel;
  readonly outcome: "ran" | "silent";
  readonly seconds: number;
  /** Failures of single claims. */
  readonly failures: readonly unknown[];
}

/** Asks the other judge about every claim of the model, within one budget of time. */
export async function askBeside(
  judge: Judge,
  open: OpenModel,
  bounds: VerifyOptions,
  conditions: Conditions,
  budgetMilliseconds: number,
): Promise<Beside> {
  const ended = await judge(open, bounds, conditions, budgetMilliseconds);
  const claims = open.claims.map(({ listed }, i): LinkedClaim => {
    const one = ended[i];
    const answer = one?.is === "judged" ? wordAnswer(listed.claim.kind, one.verdict) : undefined;
    const { protocol, role, label } = listed;
    const kind = listed.claim.kind;
    return { listed, recorded: answer && { protocol, role, kind, label, ...answer } };
  });
  return {
    open: { ...open, claims, recordedRuns: bounds.maxRuns },
    outcome: claims.every(({ recorded }) => recorded !== undefined) ? "ran" : "silent",
    seconds: ended.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000,
    failures: ended.flatMap((one) => (one.is === "failed" ? [one.error] : [])),
  };
}

/** A verdict in Scyther's own words; undefined where it says nothing, or shows an attack that does not replay. */
export function wordAnswer(kind: string, verdict: Verdict): RecordedAnswer | undefined {
  switch (verdict.is) {
    case "holds":
      if (kind === "Reachable") return { verdict: "Ok", status: "reachable" };
      return {
        verdict: "Ok",
        status: verdict.scope === "unbounded" ? "proof of correctness" : "no attack within bounds",
      };
    case "attack":
      return { verdict: "Fail", status: "attack" };
    case "vacuous":
      return { verdict: kind === "Reachable" ? "Fail" : "Ok", status: "does not occur" };
    case "inconclusive":
      if (kind !== "Reachable" || verdict.why !== "runs") return undefined;
      return { verdict: "Fail", status: "does not occur" };
    // What no engine says of a claim.
    default:
      return undefined;
  }
}
