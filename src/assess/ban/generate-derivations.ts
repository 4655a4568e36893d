/** The derivations that are generated from a protocol with BAN annotations: for reading, for machines, and for a paper. */
import { join } from "node:path";
import { analyse } from "../../lenses/ban/analyse.ts";
import { renderBan } from "../../lenses/ban/print/render.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import { loadAnalysis } from "./load-analysis.ts";

/** Where the derivations are, seen from the working folder. */
export const DERIVATION_FOLDER = "ban";

const FORMATS = { md: "markdown", json: "json", tex: "latex" } as const;

/** The files of one protocol; none where its author asks for no derivation. Throws DiagnosticError. */
export function generateDerivations(description: Description, folder: string): { path: string; text: string }[] {
  const loaded = loadAnalysis(description);
  if (loaded === undefined) return [];
  const { analysis, lints } = loaded;
  const result = analyse(analysis);
  const analysed = [{ analysis, result: { ...result, lints: [...lints, ...result.lints] } }];
  return Object.entries(FORMATS).map(([ending, format]) => ({
    path: join(folder, `${description.name}.${ending}`),
    text: renderBan(analysed, format),
  }));
}
