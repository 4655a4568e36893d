/** The theories that Tamarin reads. */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { diagnose } from "./program-diagnostics.ts";
import { type Generator, writeModels } from "../generator.ts";

/** Tamarin theories of descriptions; printing one of an SPDL model throws DiagnosticError. */
export const TAMARIN_MODELS: Generator = writeModels("tamarin", "spthy", async (writing) => {
  const { title, path, model, description } = writing;
  // SPDL's one encryption, which every key opens in its own way, is not what Tamarin's equations say of two.
  if (description === undefined) throw new DiagnosticError([diagnose("AS628", `${path} is an SPDL model.`)]);
  const { encodeTamarin } = await import("./encode.ts");
  const { theories, weaknesses = [] } = description;
  return encodeTamarin({ title, source: path, model, theories, weaknesses }).text;
});
