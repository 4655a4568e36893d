/** The theories that Tamarin reads. */
import { findClaimPlace, type Generator, writeModels } from "../generator.ts";
import { diagnose } from "./program-diagnostics.ts";

/** Tamarin theories of descriptions and SPDL; printing one of an SPDL model may throw DiagnosticError. */
export const TAMARIN_MODELS: Generator = writeModels("tamarin", "spthy", async (writing) => {
  const { title, path, model, description } = writing;
  const { encodeTamarin } = await import("./encode.ts");
  const { theories, weaknesses = [] } = description ?? {};
  const { text, losses } = encodeTamarin({ title, source: path, model, theories, weaknesses });
  const tell = (loss: string) => diagnose("AS629", loss, { place: findClaimPlace(loss, model) });
  return { text, losses: losses.map(tell) };
});
