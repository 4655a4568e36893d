/** The exit status of an analysis: the first that applies, so that CI can trust a zero. */
import { isExpected, listSettling } from "../findings/agreement.ts";
import { tellTone } from "../findings/outline-verdict.ts";
import type { Assessment, Finding } from "../core/verdict/verdict.ts";

/** Exit statuses by what they mean. */
export const EXIT = { expected: 0, differs: 1, input: 2, inconclusive: 3, bug: 70, interrupted: 130 } as const;

export type ExitStatus = (typeof EXIT)[keyof typeof EXIT];

/** The status that an assessment calls for. */
export function decideExit(assessment: Assessment): ExitStatus {
  if (assessment.errors.some(({ code }) => code === "AS901")) return EXIT.bug;
  if (assessment.interrupted === true || assessment.findings.some(isCancelled)) return EXIT.interrupted;
  if (assessment.errors.length > 0 || assessment.incomplete !== undefined) return EXIT.input;
  if ((assessment.disagreements ?? []).length > 0) return EXIT.differs;
  const unexpected = listSettling(assessment.findings).filter((finding) => !isExpected(finding));
  if (unexpected.some((finding) => tellTone(finding.verdict) !== "open")) return EXIT.differs;
  // An engine that was asked for and gave no answer leaves its claims open, whatever the others say.
  const isSilent = assessment.findings.some(
    ({ verdict }) => verdict.is === "inconclusive" && verdict.why === "no-answer",
  );
  return unexpected.length > 0 || isSilent ? EXIT.inconclusive : EXIT.expected;
}

function isCancelled({ verdict }: Finding): boolean {
  return verdict.is === "inconclusive" && verdict.why === "cancelled";
}
