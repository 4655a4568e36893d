/** The lenses with the programs of others that the command line or the project asks for. */
import type { Lens } from "../lenses/lens.ts";
import { asksFor, type EngineChoice } from "../lenses/options.ts";
import { LENSES } from "../lenses/registry.ts";
import type { Config } from "../repository/config.ts";

/** Finds the programs of the engines that are to judge. One that is missing leaves its claims open, and says so. */
export async function prepareLenses(
  choice: EngineChoice,
  { programs }: Pick<Config, "programs">,
): Promise<readonly Lens[]> {
  const places = { environment: process.env, configured: programs };
  return Promise.all(
    LENSES.map(async (lens) => (asksFor(choice, lens.engine) ? ((await lens.findProgram?.(places)) ?? lens) : lens)),
  );
}
