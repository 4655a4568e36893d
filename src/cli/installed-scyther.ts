/** The installed Scyther for this process, where the command line or the project asks for it. */
import type { Config } from "../repository/config.ts";
import type { EngineChoice } from "../repository/options.ts";
import type { InstalledScyther } from "../lenses/scyther/installed/find-scyther.ts";

/** Finds it when it is to judge. Throws DiagnosticError (AS601, AS602) when it is needed and not there. */
export async function findForEngine(
  engine: EngineChoice,
  { scyther }: Pick<Config, "scyther">,
): Promise<InstalledScyther | undefined> {
  if (engine === "native") return undefined;
  const { listPlaces, requireScyther } = await import("../assess/scyther/require-scyther.ts");
  return requireScyther(listPlaces(process.env, scyther));
}
