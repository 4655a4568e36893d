/** What the network adversary can attack: the variants of the live system, by the name of their description. */
import type { Description } from "../../protocol/ir/description.ts";
import type { Model } from "../../protocol/ir/script.ts";
import { findVariant, type Variant, VARIANTS } from "../../reference/live/variants.ts";

/** A description with the variant that lives. */
export interface Subject {
  readonly description: Description;
  readonly model: Model;
  readonly variant: Variant;
}

/** The live system of a description; undefined where there is none. */
export function findSubject(description: Description, model: Model): Subject | undefined {
  const variant = VARIANTS.map(findVariant).find(({ suffix }) => description.name === `phr-sharing${suffix}`);
  return variant === undefined ? undefined : { description, model, variant };
}
