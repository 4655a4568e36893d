/** Where the installed ProVerif is, and which version it is. */
import {
  findProgram,
  type InstalledProgram,
  type Places,
  type ProgramFacts,
  type ProgramSearch,
} from "../../engine/find-program.ts";

/** A ProVerif that answers. */
export type InstalledProverif = InstalledProgram<"ASSAY_PROVERIF">;

const PROVERIF: ProgramFacts<"ASSAY_PROVERIF"> = {
  variable: "ASSAY_PROVERIF",
  names: ["proverif", "proverif.exe"],
  versionArguments: ["-help"],
  readVersion: (printed) => /^Proverif (\d[\w.+-]*)\. Cryptographic protocol verifier/m.exec(printed)?.[1],
};

/** Finds ProVerif and asks for its version. */
export function findProverif(places: Places, signal: AbortSignal): Promise<ProgramSearch<"ASSAY_PROVERIF">> {
  return findProgram(PROVERIF, places, signal);
}

/** The version whose output was recorded and compared. */
export const KNOWN_VERSION = "2.05";

/** True for a version whose output is read as it was recorded. */
export function isKnownVersion(version: string): boolean {
  return version === KNOWN_VERSION || version.startsWith(`${KNOWN_VERSION}pl`);
}
