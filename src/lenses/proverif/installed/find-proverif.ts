/** The marks of the installed ProVerif. */
import { diagnose } from "../program-diagnostics.ts";
import type { InstalledProgram, ProgramFacts } from "../../engine/find-program.ts";

/** A ProVerif that answers. */
export type InstalledProverif = InstalledProgram<"ASSAY_PROVERIF">;

/** The version whose output was recorded and compared. */
const KNOWN = "2.05";

/** ProVerif, to be looked for. */
export const PROVERIF: ProgramFacts<"ASSAY_PROVERIF"> = {
  variable: "ASSAY_PROVERIF",
  names: ["proverif", "proverif.exe"],
  versionArguments: ["-help"],
  readVersion: (printed) => /^Proverif (\d[\w.+-]*)\. Cryptographic protocol verifier/m.exec(printed)?.[1],
  title: "ProVerif",
  known: KNOWN,
  explains: {
    missing: (message) => diagnose("AS611", message),
    wrong: (message) => diagnose("AS612", message),
  },
  warnOfVersion: ({ version, path }) =>
    version === KNOWN || version.startsWith(`${KNOWN}pl`)
      ? undefined
      : diagnose("AS613", `${path} is ProVerif ${version}; its output is read as that of ${KNOWN}.`),
};
