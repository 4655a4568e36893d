/** The derivations that are generated from a protocol with BAN annotations: for reading, for machines, and for a paper. */
import { analyse } from "./analyse.ts";
import { renderBan } from "./print/render.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { GeneratedText } from "../generator.ts";
import { loadAnalysis } from "./load-analysis.ts";

const FORMATS = { md: "markdown", json: "json", tex: "latex" } as const;

/** The files of one protocol; none where its author asks for no derivation. Throws DiagnosticError. */
export function generateDerivations(description: Description): GeneratedText[] {
  const loaded = loadAnalysis(description);
  if (loaded === undefined) return [];
  const { analysis } = loaded;
  const analysed = [{ analysis, result: analyse(analysis) }];
  return Object.entries(FORMATS).map(([ending, format]) => ({
    name: `${description.name}.${ending}`,
    text: renderBan(analysed, format),
  }));
}
