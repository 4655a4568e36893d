/** Claims that hold, of which something more is asked: with what was found of them, and found again by a job. */
import type { ListedClaim } from "../../core/protocol/claims/listing.ts";
import type { Finding, Verdict } from "../../core/verdict/verdict.ts";
import { listPlace } from "../claim-jobs.ts";
import type { Question } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";

/** The verdict of such a claim. */
export type Holds = Extract<Verdict, { is: "holds" }>;

/** A claim that the verifier has found to hold. */
export interface HeldClaim {
  readonly listed: ListedClaim;
  readonly finding: Finding;
  readonly verdict: Holds;
}

/** Those of a source, in its order. Reachable is none of them: it is not about what others must not do. */
export function listHeld({ claims, source }: LoadedSource, earlier: readonly Finding[]): readonly HeldClaim[] {
  return claims.flatMap((listed) => {
    const finding = earlier.find(
      (one) => one.match === undefined && one.source === source.source && isNativeFindingOf(one, listed),
    );
    if (finding?.verdict.is !== "holds" || listed.claim.kind === "Reachable") return [];
    return [{ listed, finding, verdict: finding.verdict }];
  });
}

/** True for what the embedded verifier says of a claim, of its type flaws as well. */
export function isNativeFindingOf(finding: Finding, { protocol, role, claim }: ListedClaim): boolean {
  return (
    finding.engine === "native" &&
    finding.protocol === protocol &&
    finding.role === role &&
    finding.label === claim.label &&
    finding.claim === claim.kind
  );
}

/** A finding as a question, with nothing of its answer. */
export function askAgain(finding: Finding): Question {
  const { verdict: _, expected: __, trusted: ___, executed: ____, ...asked } = finding;
  return asked;
}

/** The claims of a source that a job names by their places, in the order of the source. */
export function selectClaims(claims: readonly ListedClaim[], places: unknown): readonly ListedClaim[] {
  const wanted = new Set((places as readonly unknown[]).map((place) => JSON.stringify(place)));
  return claims.filter((listed) => wanted.has(JSON.stringify(listPlace(listed))));
}
