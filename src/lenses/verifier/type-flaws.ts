/**
 * Type flaws: claims that hold where parts are typed, judged again where they are not.
 *
 * Only what holds typed can have one, and only where the protocol or the project asks for another matching. A flaw is a
 * finding of its own, with an expectation of its own; a claim that holds untyped as well has a note that says so. Only
 * the embedded verifier is asked: Scyther overlooks attacks under untyped matching.
 */
import type { Expectation, Finding, Verdict } from "../../core/verdict/verdict.ts";
import { nameScope } from "../../core/verdict/words.ts";
import { listPlace, NATIVE_CLAIMS, sayHonest } from "../claim-jobs.ts";
import { compareVerdict, type Expected } from "../expected.ts";
import type { Answer, Lens, Question } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { CLAIM_EXPECTATIONS } from "../claim-expectations.ts";
import { makeClaimEvidence } from "./claim-evidence.ts";
import { askAgain, listHeld, selectClaims } from "./held-claims.ts";
import type { StartVerifier } from "./session.ts";

/** The expectation of a flaw: an entry, or that `expected.yaml` knows of none. */
type ExpectedFlaw = Expected | { readonly none: true };

/** The flaws, found by the verifier, or for tests by a stand-in for it. */
export function makeTypeFlaws(start?: StartVerifier): Lens {
  return {
    ...NATIVE_CLAIMS,
    name: "type-flaws",
    compare: (expected, verdict) => compareFlaw(expected as ExpectedFlaw, verdict),
    applies: ({ untyped }) => untyped !== undefined,
    plan: (subject, { only }, earlier) => {
      const { untyped, bounds } = subject;
      const typed = listHeld(subject, earlier);
      if (untyped === undefined || typed.length === 0) return [];
      return [
        {
          lens: "type-flaws",
          subject: untyped.hash,
          options: { ...bounds, only, claims: typed.map(({ listed }) => listPlace(listed)) },
          asks: typed.map(({ finding }) => askFlaw(finding, untyped.match, subject)),
          common: sayHonest(subject.model),
        },
      ];
    },
    judging: {
      is: "turns",
      when: "after",
      isFinding: ({ question, verdict }) => verdict.is !== "holds" || isWanted(question),
      revise: noteUntyped,
      open: async ({ options }, { untyped, model, bounds, claims }, conditions) => {
        const asked = selectClaims(claims, options["claims"]);
        const { openVerifierSession } = await import("./session.ts");
        return openVerifierSession(untyped?.model ?? model, bounds, asked, conditions, start);
      },
    },
    evidence: makeClaimEvidence(({ job, subject: { untyped, model, claims }, index }) => ({
      model: untyped?.model ?? model,
      listed: selectClaims(claims, job.options["claims"])[index],
    })),
  };
}

/** The type flaws. */
export const typeFlaws: Lens = makeTypeFlaws();

function askFlaw(typed: Finding, match: 1 | 2, { expectations }: LoadedSource): Question {
  const wanted = expectations?.of(CLAIM_EXPECTATIONS)?.byFlaw.get(typed.label);
  const expected: ExpectedFlaw | undefined = wanted ?? (expectations === undefined ? undefined : { none: true });
  return { ...askAgain(typed), match, ...(expected === undefined ? {} : { expected }) };
}

function isWanted({ expected }: Question): boolean {
  return expected !== undefined && !("none" in (expected as ExpectedFlaw));
}

function compareFlaw(expected: ExpectedFlaw, verdict: Verdict): Expectation | undefined {
  if (!("none" in expected)) return compareVerdict(expected, verdict);
  if (verdict.is !== "attack") return undefined;
  return { verdict: "holds", why: "expected.yaml has no type flaw for this claim.", met: false };
}

/** The finding of a claim that holds untyped as well, with a note that says so. */
function noteUntyped(typed: Finding, { question, verdict: untyped }: Answer): Finding | undefined {
  const { verdict } = typed;
  if (verdict.is !== "holds" || untyped.is !== "holds") return undefined;
  const note = `holds under --match ${question.match} as well (${nameScope(untyped.scope)})`;
  return { ...typed, verdict: { ...verdict, notes: [...verdict.notes, note] } };
}
