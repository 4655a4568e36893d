/** The marks of the installed Tamarin. */
import { diagnose } from "../program-diagnostics.ts";
import type { InstalledProgram, ProgramFacts } from "../../engine/find-program.ts";

/** A Tamarin that answers. */
export type InstalledTamarin = InstalledProgram<"ASSAY_TAMARIN">;

/** The version whose output was recorded and compared. */
const KNOWN = "1.8.0";

/** Tamarin, to be looked for. */
export const TAMARIN: ProgramFacts<"ASSAY_TAMARIN"> = {
  variable: "ASSAY_TAMARIN",
  names: ["tamarin-prover"],
  versionArguments: ["--version"],
  readVersion: (printed) => /^tamarin-prover (\d[\w.+-]*),/m.exec(printed)?.[1],
  title: "Tamarin",
  known: KNOWN,
  explains: {
    missing: (message) => diagnose("AS621", message),
    wrong: (message) => diagnose("AS622", message),
  },
  warnOfVersion: ({ version, path }) =>
    version === KNOWN
      ? undefined
      : diagnose("AS623", `${path} is Tamarin ${version}; its output is read as that of ${KNOWN}.`),
};
