/**
 * Attacks executed on bytes, as a lens: what the verifier found of a claim gets what became of it when live parties did it.
 *
 * No finding of its own: the finding of the claim gets the outcome. Where code and model differ, and `expected.yaml` does
 * not say so, the finding is not as expected.
 */
import type { Executed } from "../../core/verdict/executed.ts";
import { isDifference } from "../../core/verdict/tell-executed.ts";
import type { Expectation, Finding, Verdict } from "../../core/verdict/verdict.ts";
import { listPlace, NATIVE_CLAIMS } from "../claim-jobs.ts";
import { digestSystems } from "../../files/digest-systems.ts";
import type { Lens } from "../lens.ts";
import { askAgain, isNativeFindingOf } from "../verifier/held-claims.ts";
import { EXECUTION_VERDICTS } from "./verdict-kind.ts";

/** The seed of what is drawn: every audit executes the same bytes. */
const SEED = "audit";

/** Attacks, and ways to claims, executed on bytes. */
export const execution: Lens = {
  ...NATIVE_CLAIMS,
  name: "execution",
  runsCode: true,
  verdicts: EXECUTION_VERDICTS,
  compare: () => undefined,
  applies: ({ description }, options) => options.executed === "added" && description !== undefined,
  plan: (subject, { only }, earlier) => {
    const { digests, bounds, claims } = subject;
    const traces = claims.flatMap((listed) =>
      earlier
        .filter((finding) => isNativeFindingOf(finding, listed) && hasTrace(finding.verdict))
        .map((finding) => ({ listed, finding })),
    );
    if (traces.length === 0 || digests.description === undefined) return [];
    return [
      {
        lens: "execution",
        subject: digests.description,
        seed: SEED,
        options: {
          ...bounds,
          only,
          claims: traces.map(({ listed }) => listPlace(listed)),
          matches: traces.map(({ finding }) => finding.match ?? 0),
          systems: digestSystems(subject.source.path),
        },
        asks: traces.map(({ finding }) => askAgain(finding)),
      },
    ];
  },
  judging: {
    is: "turns",
    when: "after",
    isFinding: () => false,
    revise: (earlier, { question, verdict }) =>
      earlier.match === question.match ? takeExecuted(earlier, verdict) : undefined,
    open: async (job, subject, conditions) => {
      const { openExecutionSession } = await import("./session.ts");
      return openExecutionSession(job, subject, conditions);
    },
  },
};

function hasTrace(verdict: Verdict): boolean {
  return verdict.is === "attack" || (verdict.is === "holds" && verdict.witness !== undefined);
}

function takeExecuted(earlier: Finding, verdict: Verdict): Finding {
  const executed: Executed =
    verdict.is === "executed"
      ? verdict.executed
      : { outcome: "not-executed", because: "Its time was up.", implementation: "nobody", transcript: [] };
  const { expected, place, ...finding } = earlier;
  return {
    ...finding,
    ...(expected === undefined ? {} : { expected: weigh(expected, executed) }),
    executed,
    ...(place === undefined ? {} : { place }),
  };
}

/**
 * Compares the attack's outcome on bytes with the expectation: it succeeds, unless the entry says that the code refuses
 * it.
 */
function weigh(expected: Expectation, executed: Executed): Expectation {
  const wanted = expected.executed ?? "succeeded";
  const agrees = isDifference(executed) === (wanted === "refused");
  if (!expected.met || agrees || executed.outcome === "not-executed") return expected;
  return { ...expected, executed: wanted, met: false };
}
