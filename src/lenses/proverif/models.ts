/** The models that ProVerif reads. */
import { findClaimPlace, type Generator, writeModels } from "../generator.ts";
import { diagnose } from "./program-diagnostics.ts";

/** ProVerif models of descriptions and SPDL. */
export const PROVERIF_MODELS: Generator = writeModels("proverif", "pv", async (writing) => {
  const { title, path, model, description } = writing;
  const { encodeProverif } = await import("./encode.ts");
  const { theories, weaknesses = [] } = description ?? {};
  const { text, losses } = encodeProverif({ title, source: path, model, theories, weaknesses });
  const tell = (loss: string) => diagnose("AS617", loss, { place: findClaimPlace(loss, model) });
  return { text, losses: losses.map(tell) };
});
