/** The models that Scyther reads. */
import { type Generator, writeModels } from "../generator.ts";

/** SPDL models of descriptions. */
export const SPDL_MODELS: Generator = writeModels("scyther", "spdl", async ({ title, path, model }) => {
  const { encodeModel } = await import("./encode.ts");
  return encodeModel(model, { title, source: path, injective: "left out" }).text;
});
