/** The installed Tamarin as a lens: it judges the claims of descriptions. */
import { diagnose, TAMARIN_DIAGNOSTICS } from "./program-diagnostics.ts";
import { makeProgramLens } from "../engine/program-lens.ts";
import type { Lens } from "../lens.ts";
import { TAMARIN_MODELS } from "./models.ts";

/** Tamarin before anybody has looked for it. */
export const tamarin: Lens = makeProgramLens({
  named: {
    name: "tamarin",
    engine: "tamarin",
    title: "Symbolic, Tamarin",
    judge: {
      name: "Tamarin",
      inWords: "the installed Tamarin",
      note: "whose attacks count where Assay's verifier finds one as well",
    },
  },
  generates: TAMARIN_MODELS,
  diagnostics: TAMARIN_DIAGNOSTICS,
  unsought: diagnose("AS621", "Tamarin is asked for, but there is none."),
  loadFacts: async () => (await import("./installed/find-tamarin.ts")).TAMARIN,
  open: async (program, subject) => {
    const { openTamarinSession } = await import("./installed/tamarin-session.ts");
    return openTamarinSession(program, subject);
  },
});
