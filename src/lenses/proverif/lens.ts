/**
 * The installed ProVerif as a lens: it judges the same claims as the embedded verifier, where a person asks for it.
 *
 * Where it is missing its claims are left open and say so; what other engines find stays.
 */
import { diagnose } from "../../files/diagnostics.ts";
import { CLAIM_LENS, isAsked, planClaims } from "../claim-jobs.ts";
import { giveUpUnseen, type Lens, type Program } from "../lens.ts";
import { PROVERIF_MODELS } from "./models.ts";
import type { InstalledProverif } from "./installed/find-proverif.ts";

const NAMED = {
  name: "proverif",
  engine: "proverif",
  title: "Symbolic, ProVerif",
  judge: {
    name: "ProVerif",
    inWords: "the installed ProVerif",
    note: "whose attacks are executed again before they count",
  },
} as const;

/** ProVerif, found or not. */
export function makeProverif(program: Program, proverif?: InstalledProverif): Lens {
  return {
    ...CLAIM_LENS,
    ...NAMED,
    program,
    findProgram: async ({ environment, configured }) => {
      const { findProverif } = await import("./installed/find-proverif.ts");
      const { explainSearch, listPlaces, warnOfVersion } = await import("./installed/explain-search.ts");
      const places = listPlaces(environment, configured[NAMED.name]);
      const search = await findProverif(places, new AbortController().signal);
      if (search.is !== "found") return makeProverif({ is: "missing", diagnostic: explainSearch(search) });
      const warning = warnOfVersion(search.program);
      const warnings = warning === undefined ? [] : [warning];
      return makeProverif({ is: "found", version: search.program.version, warnings }, search.program);
    },
    applies: (subject, options) => isAsked(NAMED.engine, subject, options),
    plan: (subject, options) => planClaims(NAMED, subject, options, { version: proverif?.version }),
    generates: PROVERIF_MODELS,
    judging: {
      is: "turns",
      when: "first",
      open: async (_job, subject, conditions) => {
        const { leaveOpen, openProverifSession } = await import("./installed/proverif-session.ts");
        const session = proverif && openProverifSession(proverif, subject);
        return {
          ask: async (index, { milliseconds, after }) => {
            const listed = subject.claims[index];
            if (listed === undefined) return undefined;
            if (session === undefined) {
              const { code, message } = program.is === "missing" ? program.diagnostic : MISSING;
              const verdict = leaveOpen(code === "AS612" ? "AS612" : "AS611", message);
              return { verdict, milliseconds: 0, states: 0 };
            }
            const driven = await session.judge(listed, conditions, milliseconds);
            const isLate = driven.verdict.is === "inconclusive" && driven.verdict.why === "timeout";
            // A process that ran out of its turn starts from the beginning in the next one.
            if (isLate && after === "park") return "parked";
            if (!isLate || !session.isSilent()) return driven;
            return { ...driven, verdict: leaveOpen("AS615", "ProVerif prints nothing in its time.") };
          },
          giveUp: (_index, why) => giveUpUnseen(why),
          close: () => session?.close(),
        };
      },
    },
  };
}

const MISSING = diagnose("AS611", "ProVerif is asked for, but there is none.");

/** ProVerif before anybody has looked for it. */
export const proverif: Lens = makeProverif({ is: "missing", diagnostic: MISSING });
