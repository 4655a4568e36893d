/** Path of the installed Scyther. */
import {
  findProgram,
  type InstalledProgram,
  type Origin as ProgramOrigin,
  type Places,
  type ProgramFacts,
} from "../../engine/find-program.ts";
import { diagnose } from "../program-diagnostics.ts";
import { isKnownVersion, isSourceBuild, KNOWN_VERSION, readVersion, VERSION_ARGUMENTS } from "./arguments.ts";

export type { Places };

/** The source of the program's path. */
export type Origin = ProgramOrigin<"ASSAY_SCYTHER">;

/** A Scyther that answers. */
export type InstalledScyther = InstalledProgram<"ASSAY_SCYTHER">;

/** The result of looking for the program. */
export type Search =
  | { readonly is: "found"; readonly scyther: InstalledScyther }
  /** Nothing on the PATH, and nothing was named. */
  | { readonly is: "missing" }
  /** Something was named, or found, that does not work. */
  | { readonly is: "wrong"; readonly path: string; readonly from: Origin; readonly why: string };

/** Scyther, to be looked for. */
export const SCYTHER: ProgramFacts<"ASSAY_SCYTHER"> = {
  variable: "ASSAY_SCYTHER",
  names: ["scyther", "scyther-linux", "scyther-mac", "scyther-w32.exe"],
  versionArguments: VERSION_ARGUMENTS,
  readVersion,
  title: "Scyther",
  known: KNOWN_VERSION,
  explains: {
    missing: (message) => diagnose("AS601", message),
    wrong: (message) => diagnose("AS602", message),
  },
  warnOfVersion: ({ version, path }) => {
    if (isKnownVersion(version)) return undefined;
    if (isSourceBuild(version)) {
      const message = `${path} was built from source (${version}); what it prints is read as that of Scyther 1.3.`;
      return diagnose("AS603", message, {
        help: "Nothing is wrong with that: every attack is executed again before it counts.",
      });
    }
    return diagnose("AS603", `${path} is Scyther ${version}, a version that was not compared.`);
  },
};

/** Finds Scyther and asks for its version. */
export async function findScyther(places: Places, signal: AbortSignal): Promise<Search> {
  const search = await findProgram(SCYTHER, places, signal);
  return search.is === "found" ? { is: "found", scyther: search.program } : search;
}
