/** The installed Scyther for this process, where the command line or the project asks for it. */
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Config } from "../repository/config.ts";
import type { EngineChoice } from "../lenses/options.ts";
import type { InstalledScyther } from "../lenses/scyther/installed/find-scyther.ts";

/** Finds it when it is to judge. Throws DiagnosticError (AS601, AS602) when it is needed and not there. */
export async function findForEngine(
  engine: EngineChoice,
  { programs }: Pick<Config, "programs">,
): Promise<InstalledScyther | undefined> {
  if (engine === "native") return undefined;
  const { findScyther, SCYTHER } = await import("../lenses/scyther/installed/find-scyther.ts");
  const { explainSearch, listPlaces } = await import("../lenses/engine/find-program.ts");
  const places = listPlaces(SCYTHER, process.env, programs["scyther"]);
  const search = await findScyther(places, new AbortController().signal);
  if (search.is === "found") return search.scyther;
  // Without it there is nothing to compare.
  throw new DiagnosticError([{ ...explainSearch(SCYTHER, search), severity: "error" }]);
}
