/** Failures of a program that is asked beside others: its claims are left open, and the others go on. */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { leaveOpenFor } from "./leave-open.ts";
import type { ProgramSession } from "./program-lens.ts";

/**
 * A session that leaves claims open where the program fails, as one of these codes says; what else is thrown is about the
 * source. Of what was said of all claims at once, each is told.
 */
export function leaveFailuresOpen(session: ProgramSession, codes: readonly string[]): ProgramSession {
  let refused: Verdict | undefined;
  return {
    ...session,
    judge: async (listed, conditions, milliseconds) => {
      try {
        const driven = await session.judge(listed, conditions, milliseconds);
        if (driven !== undefined || refused === undefined) return driven;
        return { verdict: refused, milliseconds: 0, states: 0 };
      } catch (error) {
        const [diagnostic] = error instanceof DiagnosticError ? error.diagnostics : [];
        if (diagnostic === undefined || !codes.some((code) => code === diagnostic.code)) throw error;
        refused = leaveOpenFor(diagnostic);
        return { verdict: refused, milliseconds: 0, states: 0 };
      }
    },
  };
}
