/** The models that ProVerif reads. */
import { type Generator, writeModels } from "../generator.ts";

/** ProVerif models of descriptions and SPDL. */
export const PROVERIF_MODELS: Generator = writeModels("proverif", "pv", async (writing) => {
  const { title, path, model, description } = writing;
  const { encodeProverif } = await import("./encode.ts");
  const { theories, weaknesses = [] } = description ?? {};
  return encodeProverif({ title, source: path, model, theories, weaknesses }).text;
});
