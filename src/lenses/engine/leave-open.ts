/** Claims on which a program of others has no answer. */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";

/** The verdict of such a claim, with the diagnostic of why. */
export function leaveOpenFor({ code, message, help }: Diagnostic): Verdict {
  const note = sanitise(`${code}: ${message}${help === undefined ? "" : ` ${help}`}`);
  return { is: "inconclusive", why: "no-answer", reached: { runs: 0 }, notes: [note] };
}
