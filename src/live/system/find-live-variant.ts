/** Which running system a protocol has, by its name. */
import { findVariant, type Variant, VARIANTS } from "./variants.ts";

/** The variant of the live system that runs a protocol; undefined where none does. */
export function findLiveVariant(protocol: string): Variant | undefined {
  return VARIANTS.map(findVariant).find(({ suffix }) => protocol === `phr-sharing${suffix}`);
}
