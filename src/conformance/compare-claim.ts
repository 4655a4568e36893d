/** One claim compared: the kind of agreement, the known reason of a difference, and the attack that shows it. */
import type { BriefVerdict, ComparedClaim } from "../core/verdict/conformance.ts";
import type { Verdict } from "../core/verdict/verdict.ts";
import { carriesEvidence, classifyClaim, countRuns, isMissedWithinBound } from "./classify.ts";
import { type Deviation, nameClaim } from "./explained.ts";
import type { LinkedClaim } from "./open-model.ts";

/** Compares one claim; a difference that is explained needs the verdict that its explanation names, with evidence. */
export function compareClaim(
  model: string,
  { listed, recorded: record }: LinkedClaim,
  verdict: Verdict,
  recordedRuns: number | "unbounded",
  deviations: readonly Deviation[],
): ComparedClaim {
  const { protocol, role, label, claim } = listed;
  const recorded = record === undefined ? undefined : { verdict: record.verdict, status: record.status };
  const plain = classifyClaim(claim.kind, recorded, verdict, recordedRuns);
  const missed = isMissedWithinBound(recorded, verdict, recordedRuns);
  const name = nameClaim({ model, protocol, role, label });
  const deviation =
    (plain === "contradiction" || missed) && carriesEvidence(verdict)
      ? deviations.find(({ claims }) => claims.some((one) => nameClaim(one) === name && one.verdict === verdict.is))
      : undefined;
  const tells = verdict.is === "attack" && recorded?.verdict !== "Fail";
  return {
    protocol,
    role,
    claim: claim.kind,
    label,
    on: claim.on,
    ...(recorded === undefined ? {} : { recorded }),
    verdict: abridge(verdict),
    agreement: deviation === undefined ? plain : "better-explained",
    ...(deviation === undefined ? {} : { deviation: deviation.id }),
    ...(missed && deviation === undefined ? { missed } : {}),
    ...(tells ? { narration: verdict.trace.narration } : {}),
  };
}

function abridge(verdict: Verdict): BriefVerdict {
  switch (verdict.is) {
    case "holds":
      return { is: verdict.is, scope: verdict.scope, method: verdict.method };
    case "attack":
      return { is: verdict.is, runs: countRuns(verdict), steps: verdict.trace.steps.length };
    case "vacuous":
      return { is: verdict.is, blocked: verdict.blocked };
    case "inconclusive":
      return { is: verdict.is, why: verdict.why, reached: verdict.reached };
    // What no engine says of a claim.
    default:
      return { is: verdict.is };
  }
}
