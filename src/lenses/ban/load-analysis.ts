/** The BAN analysis of a protocol: its description idealised; formulas that cannot be read are errors with their places. */
import type { Analysis } from "./analyse.ts";
import { idealise } from "./idealise/idealise.ts";
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import { locateMistake } from "./read/locate-text.ts";

export interface LoadedAnalysis {
  readonly analysis: Analysis;
  readonly warnings: readonly Diagnostic[];
}

/** The analysis of a description; undefined where its author asks for none. Throws DiagnosticError. */
export function loadAnalysis(description: Description): LoadedAnalysis | undefined {
  if (description.ban === undefined) return undefined;
  const { analysis, lints, warnings, mistakes } = idealise(description);
  if (mistakes.length > 0) throw new DiagnosticError(mistakes.map(locateMistake));
  return { analysis: { ...analysis, idealisation: lints }, warnings };
}
