/** The models that Scyther reads. */
import { findClaimPlace, type Generator, writeModels } from "../generator.ts";
import { diagnose } from "./program-diagnostics.ts";

/** SPDL models of descriptions. */
export const SPDL_MODELS: Generator = writeModels("scyther", "spdl", async ({ title, path, model }) => {
  const { encodeModel } = await import("./encode.ts");
  const { text, leftOut, approximations } = encodeModel(model, { title, source: path, injective: "left out" });
  const losses = [
    ...leftOut.map((claim) => `${claim} is left out: SPDL has no injective claims.`),
    ...approximations.filter((one) => !model.approximations.includes(one)),
  ];
  return { text, losses: losses.map((loss) => diagnose("AS607", loss, { place: findClaimPlace(loss, model) })) };
});
