/** Explains where Scyther was looked for: a diagnostic of why there is none, or of its version. */
import type { Diagnostic } from "../../../core/diagnostic/diagnostic.ts";
import { isKnownVersion, isSourceBuild } from "./arguments.ts";
import type { InstalledScyther, Places, Search } from "./find-scyther.ts";
import { diagnose } from "../../../files/diagnostics.ts";

/** Where this process looks. */
export function listPlaces(
  environment: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
): Places {
  return { environment: environment["ASSAY_SCYTHER"], configured, path: environment["PATH"] ?? "" };
}

/** Why there is none, and what to do. */
export function explainSearch(search: Exclude<Search, { is: "found" }>): Diagnostic {
  if (search.is === "missing") return diagnose("AS601", "Scyther is not installed, or not where it is looked for.");
  const named = search.from === "PATH" ? "is on the PATH" : `is named by ${search.from}`;
  return diagnose("AS602", `${search.path} ${named}, but ${search.why}.`);
}

/** Warns of a version that was never compared. */
export function warnOfVersion({ version, path }: InstalledScyther): Diagnostic | undefined {
  if (isKnownVersion(version)) return undefined;
  if (isSourceBuild(version)) {
    const message = `${path} was built from source (${version}); what it prints is read as that of Scyther 1.3.`;
    return diagnose("AS603", message, {
      help: "Nothing is wrong with that: every attack is executed again before it counts.",
    });
  }
  return diagnose("AS603", `${path} is Scyther ${version}, a version that was not compared.`);
}
