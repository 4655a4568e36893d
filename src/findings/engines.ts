/** The engines that judge claims, as the registry of lenses has them. */
import type { Engine } from "../core/verdict/verdict.ts";
import { asksFor, type EngineChoice } from "../lenses/options.ts";
import { LENSES } from "../lenses/registry.ts";

/** The embedded verifier, and installed programs of others; in the order in which they judge. */
export const ENGINES: readonly Engine[] = [...new Set(LENSES.map(({ engine }) => engine))];

/** Every choice that a configuration may make, with the engines in their order. */
export const ENGINE_CHOICES: readonly EngineChoice[] = [
  ...ENGINES.reduce<readonly string[]>(
    (some, engine) => [...some, engine, ...some.map((one) => `${one},${engine}`)],
    [],
  ),
  "both",
  "all",
];

/** The words for engines, for messages. */
export const ENGINE_WORDS: readonly string[] = [...ENGINES, "both", "all"];

/** The engines that a choice asks for, in the order in which they judge a claim. */
export function listEngines(choice: EngineChoice): readonly Engine[] {
  return ENGINES.filter((engine) => asksFor(choice, engine));
}

/** True for a choice of engines that there are. */
export function isChoice(choice: EngineChoice): boolean {
  return choice === "both" || choice === "all" || choice.split(",").every((word) => ENGINES.includes(word));
}
