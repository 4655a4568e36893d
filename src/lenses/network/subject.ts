/** The subjects of the network adversary: the variants of the live system, by the name of their description. */
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Model } from "../../core/protocol/ir/script.ts";
import { findLiveVariant } from "../../live/system/find-live-variant.ts";
import type { Variant } from "../../live/system/variants.ts";
import { NETWORK_GAME } from "../games/expectations.ts";

/** The name of the game and of the adversary, in `expected.yaml` and on the command line. */
export const NETWORK = { game: NETWORK_GAME, adversary: "searching" } as const;

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
