/** The installed Scyther as a lens: it judges the same claims as the embedded verifier, where a person asks for it. */
import { diagnose } from "../../files/diagnostics.ts";
import { CLAIM_LENS, isAsked, planClaims } from "../claim-jobs.ts";
import { giveUpUnseen, type Lens, type Program } from "../lens.ts";
import type { InstalledScyther } from "./installed/find-scyther.ts";
import { SPDL_MODELS } from "./models.ts";

const NAMED = {
  name: "scyther",
  engine: "scyther",
  title: "Symbolic, Scyther",
  judge: {
    name: "Scyther",
    inWords: "the installed Scyther",
    note: "whose attacks are executed again before they count",
  },
} as const;

/** Scyther, found or not. */
export function makeScyther(program: Program, scyther?: InstalledScyther): Lens {
  return {
    ...CLAIM_LENS,
    ...NAMED,
    program,
    findProgram: async ({ environment, configured }) => {
      const { findScyther } = await import("./installed/find-scyther.ts");
      const { explainSearch, listPlaces, warnOfVersion } = await import("./installed/explain-search.ts");
      const places = listPlaces(environment, configured[NAMED.name]);
      const search = await findScyther(places, new AbortController().signal);
      if (search.is !== "found") return makeScyther({ is: "missing", diagnostic: explainSearch(search) });
      const warning = warnOfVersion(search.scyther);
      const warnings = warning === undefined ? [] : [warning];
      return makeScyther({ is: "found", version: search.scyther.version, warnings }, search.scyther);
    },
    applies: (subject, options) => isAsked(NAMED.engine, subject, options),
    plan: (subject, options) => planClaims(NAMED, subject, options, { version: scyther?.version }),
    generates: SPDL_MODELS,
    judging: {
      is: "turns",
      when: "first",
      outside: true,
      open: async (job, subject, conditions) => {
        const { openScytherSession } = await import("./installed/scyther-session.ts");
        const session = scyther && openScytherSession(scyther, subject, job.asks.length);
        return {
          begin: (milliseconds) => session?.begin(conditions, milliseconds),
          ask: async (index, { milliseconds, after }) => {
            const listed = subject.claims[index];
            const driven = listed && (await session?.judge(listed, conditions, milliseconds));
            const isLate = driven?.verdict.is === "inconclusive" && driven.verdict.why === "timeout";
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

/** Scyther before anybody has looked for it. */
export const scyther: Lens = makeScyther({
  is: "missing",
  diagnostic: diagnose("AS601", "Scyther is asked for, but there is none."),
});
