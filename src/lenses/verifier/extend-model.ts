/** The model as the verifier judges and replays it: the same for what the search finds and for a trace from elsewhere. */
import type { Model } from "../../core/protocol/ir/script.ts";
import { loosenDeductions, loosenRewrite } from "../../core/theory/deductions.ts";
import { addReachable } from "../../core/protocol/claims/listing.ts";

/** Adds the implicit Reachable claims, and lets the rules take what the model's matching lets through. */
export function extendModel(model: Model): Model {
  const extended = addReachable(model);
  if (model.match === 0) return extended;
  const { deductions, rewrites } = extended;
  return { ...extended, deductions: loosenDeductions(deductions), rewrites: rewrites.map(loosenRewrite) };
}
