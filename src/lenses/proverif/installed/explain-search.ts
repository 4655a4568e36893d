/** Explains where ProVerif was looked for: a diagnostic of why there is none, or of its version. */
import type { Diagnostic } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import type { Places, ProgramSearch } from "../../engine/find-program.ts";
import { type InstalledProverif, isKnownVersion, KNOWN_VERSION } from "./find-proverif.ts";

/** Where this process looks. */
export function listPlaces(
  environment: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
): Places {
  return { environment: environment["ASSAY_PROVERIF"], configured, path: environment["PATH"] ?? "" };
}

/** Why there is none, and what to do. */
export function explainSearch(search: Exclude<ProgramSearch, { is: "found" }>): Diagnostic {
  if (search.is === "missing") return diagnose("AS611", "ProVerif is not installed, or not where it is looked for.");
  const named = search.from === "PATH" ? "is on the PATH" : `is named by ${search.from}`;
  return diagnose("AS612", `${search.path} ${named}, but ${search.why}.`);
}

/** Warns of a version that was never compared. */
export function warnOfVersion({ version, path }: InstalledProverif): Diagnostic | undefined {
  if (isKnownVersion(version)) return undefined;
  return diagnose("AS613", `${path} is ProVerif ${version}; its output is read as that of ${KNOWN_VERSION}.`);
}
