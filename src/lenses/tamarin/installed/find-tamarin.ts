/** Where the installed Tamarin is, which version it is, and whether it has the Maude that it needs. */
import type { Diagnostic } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import {
  findProgram,
  type InstalledProgram,
  type Places,
  type ProgramFacts,
  type ProgramSearch,
} from "../../engine/find-program.ts";

/** A Tamarin that answers. */
export type InstalledTamarin = InstalledProgram<"ASSAY_TAMARIN">;

const TAMARIN: ProgramFacts<"ASSAY_TAMARIN"> = {
  variable: "ASSAY_TAMARIN",
  names: ["tamarin-prover"],
  versionArguments: ["--version"],
  readVersion: (printed) => /^tamarin-prover (\d[\w.+-]*),/m.exec(printed)?.[1],
};

/** Finds Tamarin and asks for its version. */
export function findTamarin(places: Places, signal: AbortSignal): Promise<ProgramSearch<"ASSAY_TAMARIN">> {
  return findProgram(TAMARIN, places, signal);
}

/** The version whose output was recorded and compared. */
export const KNOWN_VERSION = "1.8.0";

/** Where this process looks. */
export function listPlaces(
  environment: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
): Places {
  return { environment: environment["ASSAY_TAMARIN"], configured, path: environment["PATH"] ?? "" };
}

/** Why there is none, and what to do. */
export function explainSearch(search: Exclude<ProgramSearch, { is: "found" }>): Diagnostic {
  if (search.is === "missing") return diagnose("AS621", "Tamarin is not installed, or not where it is looked for.");
  const named = search.from === "PATH" ? "is on the PATH" : `is named by ${search.from}`;
  return diagnose("AS622", `${search.path} ${named}, but ${search.why}.`);
}

/** Warns of a version that was never compared. */
export function warnOfVersion({ version, path }: InstalledTamarin): Diagnostic | undefined {
  if (version === KNOWN_VERSION) return undefined;
  return diagnose("AS623", `${path} is Tamarin ${version}; its output is read as that of ${KNOWN_VERSION}.`);
}
