/** Whether a finding is what was expected; the one question behind the exit status and every report's summary. */
import type { Finding } from "./verdict.ts";

/** True when the verdict is what `expected.yaml` says; where it says nothing, when the claim holds. */
export function isExpected({ verdict, expected }: Finding): boolean {
  return expected === undefined ? verdict.is === "holds" : expected.met;
}
