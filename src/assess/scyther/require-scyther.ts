/** The installed Scyther for whoever cannot do without: found and asked for its version, or a diagnostic of why not. */
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { isKnownVersion, isSourceBuild } from "../../lenses/scyther/installed/arguments.ts";
import {
  findScyther,
  type InstalledScyther,
  type Places,
  type Search,
} from "../../lenses/scyther/installed/find-scyther.ts";
import { diagnose } from "../../repository/diagnostics.ts";

/** Finds Scyther. Throws DiagnosticError (AS601, AS602). */
export async function requireScyther(places: Places): Promise<InstalledScyther> {
  const search = await findScyther(places, new AbortController().signal);
  if (search.is === "found") return search.scyther;
  throw new DiagnosticError([explainSearch(search)]);
}

/** Where this process looks. */
export function listPlaces(environment: NodeJS.ProcessEnv, configured: string | undefined): Places {
  return { environment: environment["ASSAY_SCYTHER"], configured, path: environment["PATH"] ?? "" };
}

/** Why there is none, and what to do. */
export function explainSearch(search: Exclude<Search, { is: "found" }>): Diagnostic {
  if (search.is === "missing") return diagnose("AS601", "Scyther is not installed, or not where it is looked for.");
  const named = search.from === "PATH" ? "is on the PATH" : `is named by ${search.from}`;
  return diagnose("AS602", `${search.path} ${named}, but ${search.why}.`);
}

/** What to say about a version that was never compared. */
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
