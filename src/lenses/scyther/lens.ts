/** The installed Scyther as a lens. */
import { diagnose, SCYTHER_DIAGNOSTICS } from "./program-diagnostics.ts";
import { makeFoundLens, makeProgramLens, type ProgramEngine } from "../engine/program-lens.ts";
import type { Lens } from "../lens.ts";
import type { InstalledScyther, SCYTHER } from "./installed/find-scyther.ts";
import { SPDL_MODELS } from "./models.ts";

const SCYTHER_ENGINE: ProgramEngine<"ASSAY_SCYTHER"> = {
  named: {
    name: "scyther",
    engine: "scyther",
    title: "Symbolic, Scyther",
    judge: {
      name: "Scyther",
      inWords: "the installed Scyther",
      note: "whose attacks are executed again before they count",
    },
  },
  generates: SPDL_MODELS,
  diagnostics: SCYTHER_DIAGNOSTICS,
  unsought: diagnose("AS601", "Scyther is asked for, but there is none."),
  outside: true,
  loadFacts: async () => (await import("./installed/find-scyther.ts")).SCYTHER,
  open: async (program, subject, job) => {
    const { openScytherSession } = await import("./installed/scyther-session.ts");
    const { leaveFailuresOpen } = await import("../engine/leave-failures-open.ts");
    return leaveFailuresOpen(openScytherSession(program, subject, job.asks.length), ["AS604", "AS605", "AS606"]);
  },
};

/** A Scyther that was found. */
export function makeScyther(program: InstalledScyther, facts: Pick<typeof SCYTHER, "known" | "warnOfVersion">): Lens {
  return makeFoundLens(SCYTHER_ENGINE, program, facts);
}

/** Scyther before anybody has looked for it. */
export const scyther: Lens = makeProgramLens(SCYTHER_ENGINE);
