/** The lenses with the programs of others that the command line or the project asks for. */
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Lens } from "../lenses/lens.ts";
import { type EngineChoice, listEngines } from "../lenses/options.ts";
import { LENSES } from "../lenses/registry.ts";
import type { Config } from "../repository/config.ts";

/**
 * Finds the programs of the engines that are to judge. Throws DiagnosticError for Scyther where it is not there; an engine
 * that leaves its claims open by itself then is only warned of.
 */
export async function prepareLenses(
  choice: EngineChoice,
  { programs }: Pick<Config, "programs">,
): Promise<readonly Lens[]> {
  const engines = listEngines(choice);
  const places = { environment: process.env, configured: programs };
  const lenses = await Promise.all(
    LENSES.map(async (lens) => (engines.includes(lens.engine) ? ((await lens.findProgram?.(places)) ?? lens) : lens)),
  );
  const missing = lenses.flatMap(({ engine, program }) =>
    engines.includes(engine) && program?.is === "missing" && program.diagnostic.severity === "error"
      ? [program.diagnostic]
      : [],
  );
  if (missing.length > 0) throw new DiagnosticError(missing);
  return lenses;
}
