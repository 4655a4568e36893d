/** How each finding of an assessment counts: as expected, differing, open, or beside the one that settles its claim. */
import { isExpected, listSettling } from "../../findings/agreement.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { tellTone } from "../../findings/outline-verdict.ts";
import { nameExpected } from "../../core/verdict/words.ts";

/** `beside`: another engine's finding settles the claim; `open`: nothing was concluded, and that was not expected. */
export type Outcome = "expected" | "differs" | "open" | "beside";

/** A finding and how it counts. */
export interface Weighed {
  readonly finding: Finding;
  readonly outcome: Outcome;
}

/** Weighs findings, in their order. */
export function weighFindings(findings: readonly Finding[]): readonly Weighed[] {
  const settling = new Set(listSettling(findings));
  return findings.map((finding) => {
    if (!settling.has(finding)) return { finding, outcome: "beside" };
    if (isExpected(finding)) return { finding, outcome: "expected" };
    return { finding, outcome: tellTone(finding.verdict) === "open" ? "open" : "differs" };
  });
}

/**
 * Describes the expectation of a claim and whether it is met; undefined where there was none, or another finding
 * answers it.
 */
export function describeExpectation({ finding: { expected }, outcome }: Weighed): string | undefined {
  if (expected === undefined || outcome === "beside") return undefined;
  if (expected.met) return `expected: ${expected.why}`;
  return `not expected, but ${nameExpected(expected)}: ${expected.why}`;
}
