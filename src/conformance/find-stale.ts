/** Entries of the explained deviations that explain nothing: their difference, claim or model is gone. */
import type { ComparedModel, StaleEntry } from "../core/verdict/conformance.ts";
import { type Deviation, nameClaim } from "./explained.ts";

/** `whole`: every model of the library was run, so what is not there does not exist. */
export function findStale(
  deviations: readonly Deviation[],
  models: readonly ComparedModel[],
  run: "whole" | "part",
): readonly StaleEntry[] {
  const byName = new Map(models.map((model) => [model.model, model]));
  return deviations.flatMap(({ id, claims, models: only }) => [
    ...claims.flatMap((claim): StaleEntry[] => {
      const entry = nameClaim(claim);
      const model = byName.get(claim.model);
      if (model === undefined) return run === "part" ? [] : [{ deviation: id, entry, why: "the model was not run" }];
      const found = model.claims.find(
        ({ protocol, role, label }) => protocol === claim.protocol && role === claim.role && label === claim.label,
      );
      if (found === undefined) return [{ deviation: id, entry, why: "the model has no such claim" }];
      // Without a verdict nothing is known of the difference.
      if (found.deviation === id || found.verdict.is === "inconclusive") return [];
      const why =
        found.verdict.is === claim.verdict
          ? `the claim does not differ: ${found.agreement}`
          : `the verdict is ${found.verdict.is}, not ${claim.verdict}`;
      return [{ deviation: id, entry, why }];
    }),
    ...only.flatMap(({ model: entry, native }): StaleEntry[] => {
      const model = byName.get(entry);
      if (model === undefined) return run === "part" ? [] : [{ deviation: id, entry, why: "the model was not run" }];
      return model.agreement === native
        ? []
        : [{ deviation: id, entry, why: `the model is not ${native} by Assay alone` }];
    }),
  ]);
}
