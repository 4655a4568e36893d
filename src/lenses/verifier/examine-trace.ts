/**
 * Replays a trace from another engine, minimises it and narrates it.
 *
 * It counts by the same replay as the search's own traces, or not at all.
 */
import type { Model } from "../../core/protocol/ir/script.ts";
import type { Trace } from "../../core/verdict/verdict.ts";
import { extendModel } from "./extend-model.ts";
import { minimiseTrace } from "./minimise/minimise.ts";
import { narrateTrace } from "./narrate/narrate.ts";
import { tryTrace } from "./replay/confirm.ts";
import type { GroundTrace } from "./replay/trace.ts";

/** Replays a trace that ends with a claim of run 0; undefined when it cannot take place or violates nothing. */
export function examineTrace(model: Model, trace: GroundTrace): Trace | undefined {
  const confirmed = tryTrace(extendModel(model), trace);
  return confirmed === undefined ? undefined : narrateTrace(minimiseTrace(confirmed.execution.model, confirmed));
}
