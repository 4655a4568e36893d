/** The theories that Tamarin reads. */
import { type Generator, writeModels } from "../generator.ts";

/** Tamarin theories of descriptions and SPDL; printing one of an SPDL model may throw DiagnosticError. */
export const TAMARIN_MODELS: Generator = writeModels("tamarin", "spthy", async (writing) => {
  const { title, path, model, description } = writing;
  const { encodeTamarin } = await import("./encode.ts");
  const { theories, weaknesses = [] } = description ?? {};
  return encodeTamarin({ title, source: path, model, theories, weaknesses }).text;
});
