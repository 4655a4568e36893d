/** Which claims are injective, and what they say without that. */
import type { Claim } from "../../../core/protocol/ir/script.ts";

/** True for the claims that speak of every run of the claimant at once. */
export function isInjective(claim: Claim): boolean {
  return claim.kind === "InjectiveAgree" || claim.kind === "InjectiveSynch";
}

/** The same claim for each run by itself. */
export function leaveOutInjectivity(claim: Claim): Claim {
  return { ...claim, kind: claim.kind === "InjectiveSynch" ? "Nisynch" : "Agree" };
}
