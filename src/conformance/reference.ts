/** The engine that a library is compared with, as the registry of lenses has it: the one that reads the library's language. */
import type { Engine } from "../core/verdict/verdict.ts";
import type { Lens } from "../lenses/lens.ts";
import { LENSES } from "../lenses/registry.ts";

/** A file of a library, whose language it is that the reference reads. */
const MODEL = "model.spdl";

/** The engine whose verdicts are recorded, and that can be asked beside or in the place of the record. */
export const REFERENCE: Lens = findReference(LENSES);

/** The engines of which one judges a library: the embedded one, the reference, or both against each other. */
export const CONFORMANCE_ENGINES: readonly ConformanceEngine[] = ["native", REFERENCE.engine, "both"];

/** Who judges a library: one engine, or both against each other. */
export type ConformanceEngine = Engine | "both";

function findReference(lenses: readonly Lens[]): Lens {
  const found = lenses.find(({ generates }) => generates?.format !== undefined && generates.files.test(MODEL));
  if (found === undefined) throw new RangeError(`no lens reads ${MODEL}`);
  return found;
}
