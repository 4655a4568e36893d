/** The installed ProVerif as a lens. */
import { diagnose, PROVERIF_DIAGNOSTICS } from "./program-diagnostics.ts";
import { makeProgramLens } from "../engine/program-lens.ts";
import type { Lens } from "../lens.ts";
import { PROVERIF_MODELS } from "./models.ts";

/** ProVerif before anybody has looked for it. */
export const proverif: Lens = makeProgramLens({
  named: {
    name: "proverif",
    engine: "proverif",
    title: "Symbolic, ProVerif",
    judge: {
      name: "ProVerif",
      inWords: "the installed ProVerif",
      note: "whose attacks are executed again before they count",
    },
  },
  generates: PROVERIF_MODELS,
  diagnostics: PROVERIF_DIAGNOSTICS,
  unsought: diagnose("AS611", "ProVerif is asked for, but there is none."),
  loadFacts: async () => (await import("./installed/find-proverif.ts")).PROVERIF,
  open: async (program, subject) => {
    const { openProverifSession } = await import("./installed/proverif-session.ts");
    return openProverifSession(program, subject);
  },
});
