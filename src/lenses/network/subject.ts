/** What the network adversary can attack: the variants of the live system, by the name of their description. */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { findVariant, type Variant, VARIANTS } from "../../live/system/variants.ts";

/** The name of the game and of the adversary, in `expected.yaml` and on the command line. */
export const NETWORK = { game: "network", adversary: "searching" } as const;

/** A description with the variant that lives. */
export interface Subject {
  readonly description: Description;
  readonly model: Model;
  readonly variant: Variant;
}

/** The live system of a description; undefined where there is none. */
export function findSubject(description: Description, model: Model): Subject | undefined {
  const variant = findLiveVariant(description.name);
  return variant === undefined ? undefined : { description, model, variant };
}

/** The variant of the live system that runs a protocol; undefined where none does. */
export function findLiveVariant(protocol: string): Variant | undefined {
  return VARIANTS.map(findVariant).find(({ suffix }) => protocol === `phr-sharing${suffix}`);
}
