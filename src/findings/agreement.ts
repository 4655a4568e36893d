/**
 * Decides whether a finding is as expected: the one question behind the exit status and every report's summary.
 *
 * Where several engines judged a claim, it is settled by the finding that says most; the others may say less, and when
 * they contradict it, that is a disagreement and counts apart.
 */
import { tellTone } from "./outline-verdict.ts";
import { identify } from "./disagreement.ts";
import type { Finding } from "../core/verdict/verdict.ts";

/** True when the verdict is what `expected.yaml` says; where it says nothing, when it is a good one. */
export function isExpected({ verdict, expected }: Finding): boolean {
  return expected === undefined ? tellTone(verdict) === "good" : expected.met;
}

/** One finding for each claim: of those that different engines made, the one that settles it. */
export function listSettling(findings: readonly Finding[]): readonly Finding[] {
  if (new Set(findings.map(({ engine }) => engine)).size < 2) return findings;
  const best = new Map<string, Finding>();
  for (const finding of findings) {
    const known = best.get(identify(finding));
    if (known === undefined || rank(finding) > rank(known)) best.set(identify(finding), finding);
  }
  return findings.filter((finding) => best.get(identify(finding)) === finding);
}

/** One attack for each claim that has any: the second engine's adds nothing for a reader. */
export function listAttacked(findings: readonly Finding[]): readonly Finding[] {
  const attacked = findings.filter(({ verdict }) => verdict.is === "attack");
  return attacked.filter((finding, i) =>
    attacked.slice(0, i).every((other) => other.engine === finding.engine || identify(other) !== identify(finding)),
  );
}

/** An engine that settles a claim as expected, one that settles it, one that does not; the embedded verifier first. */
function rank({ verdict, expected, engine }: Finding): number {
  const says = expected?.met === true ? 4 : verdict.is === "inconclusive" ? 0 : 2;
  return says + (engine === "native" ? 1 : 0);
}
