/** Claims on which a program of others has no answer. */
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { type AssessCode, diagnose } from "../../files/diagnostics.ts";

/** The verdict of such a claim, with the diagnostic of why. */
export function leaveOpen(code: AssessCode, message: string): Verdict {
  return leaveOpenFor(diagnose(code, message));
}

/** The same for a diagnostic that is there already. */
export function leaveOpenFor({ code, message, help }: Diagnostic): Verdict {
  const note = sanitise(`${code}: ${message}${help === undefined ? "" : ` ${help}`}`);
  return { is: "inconclusive", why: "no-answer", reached: { runs: 0 }, notes: [note] };
}
