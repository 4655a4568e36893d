/** The engines that descriptions are compared with, within bounds that no clock is in. */
import { chooseEngines, countAsks, type Engine, nativeEngine, saturationEngine } from "../compare/engine.ts";
import type { FuzzOptions } from "../options.ts";
import { seamOf } from "./mutants.ts";

/** The verifier's own bounds for one claim. */
const VERIFIER = { maxRuns: 3, maxStates: 200 };

/** The most that the judge tries for one receive. */
export const DESCRIPTION_LIMITS = { messages: 40, values: 10 };

/** How often a search may ask whether to go on. */
const MOST_ASKS = 3_000;

/** The engines of a hunt. */
export function listEngines({ engine, mutant }: Pick<FuzzOptions, "engine" | "mutant">): Engine[] {
  const native = nativeEngine(VERIFIER, countAsks(MOST_ASKS), seamOf(mutant));
  return chooseEngines(engine, native, saturationEngine(countAsks(MOST_ASKS), "gives up"));
}
