/**
 * The installed Tamarin as a lens: it judges the claims of descriptions as the embedded verifier does, where a person asks
 * for it.
 *
 * Where it is missing its claims are left open and say so; what other engines find stays.
 */
import { diagnose } from "../../files/diagnostics.ts";
import { CLAIM_LENS, isAsked, planClaims } from "../claim-jobs.ts";
import { giveUpUnseen, type Lens, type Program } from "../lens.ts";
import type { InstalledTamarin } from "./installed/find-tamarin.ts";
import { TAMARIN_MODELS } from "./models.ts";

const NAMED = {
  name: "tamarin",
  engine: "tamarin",
  title: "Symbolic, Tamarin",
  judge: {
    name: "Tamarin",
    inWords: "the installed Tamarin",
    note: "whose attacks count where Assay's verifier finds one as well",
  },
} as const;

/** Tamarin, found or not. */
export function makeTamarin(program: Program, tamarin?: InstalledTamarin): Lens {
  return {
    ...CLAIM_LENS,
    ...NAMED,
    program,
    findProgram: async ({ environment, configured }) => {
      const { explainSearch, findTamarin, listPlaces, warnOfVersion } = await import("./installed/find-tamarin.ts");
      const places = listPlaces(environment, configured[NAMED.name]);
      const search = await findTamarin(places, new AbortController().signal);
      if (search.is !== "found") return makeTamarin({ is: "missing", diagnostic: explainSearch(search) });
      const warning = warnOfVersion(search.program);
      const warnings = warning === undefined ? [] : [warning];
      return makeTamarin({ is: "found", version: search.program.version, warnings }, search.program);
    },
    applies: (subject, options) => isAsked(NAMED.engine, subject, options),
    plan: (subject, options) => planClaims(NAMED, subject, options, { version: tamarin?.version }),
    generates: TAMARIN_MODELS,
    judging: {
      is: "turns",
      when: "first",
      open: async (_job, subject, conditions) => {
        const { leaveOpen, openTamarinSession } = await import("./installed/tamarin-session.ts");
        const session = tamarin && openTamarinSession(tamarin, subject);
        return {
          ask: async (index, { milliseconds, after }) => {
            const listed = subject.claims[index];
            if (listed === undefined) return undefined;
            if (session === undefined) {
              const { code, message } = program.is === "missing" ? program.diagnostic : MISSING;
              const verdict = leaveOpen(code === "AS622" ? "AS622" : "AS621", message);
              return { verdict, milliseconds: 0, states: 0 };
            }
            if (subject.description === undefined) {
              const verdict = leaveOpen("AS628", "Tamarin is asked of descriptions alone.");
              return { verdict, milliseconds: 0, states: 0 };
            }
            const driven = await session.judge(listed, conditions, milliseconds);
            const isLate = driven.verdict.is === "inconclusive" && driven.verdict.why === "timeout";
            // A process that ran out of its turn starts from the beginning in the next one.
            return isLate && after === "park" ? "parked" : driven;
          },
          giveUp: (_index, why) => giveUpUnseen(why),
          close: () => session?.close(),
        };
      },
    },
  };
}

const MISSING = diagnose("AS621", "Tamarin is asked for, but there is none.");

/** Tamarin before anybody has looked for it. */
export const tamarin: Lens = makeTamarin({ is: "missing", diagnostic: MISSING });
