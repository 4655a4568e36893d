/** Renders the laws' results, as text for people and as JSON for machines. */
import { sanitise, writeJson } from "../../core/diagnostic/sanitise.ts";
import type { LawOptions, LawResult } from "./run-laws.ts";

/** One line for a law; what broke it below. */
export function renderLaw({ law, kind, statement, verdict }: LawResult): string {
  const said = kind === "guarantee" ? statement : `${law}: ${statement}`;
  if (verdict.is === "holds") return `  + ${sanitise(said)}\n`;
  return `  x ${sanitise(said)}\n      draw ${verdict.draw}: ${sanitise(verdict.why)}\n`;
}

/** The line before the laws of a theory. */
export function renderHeading(theory: string, { backend, draws, seed }: LawOptions): string {
  return `${sanitise(`${theory}  ${backend}, ${draws} draws a law, seed ${seed}`)}\n`;
}

/** The line after all laws. */
export function renderSummary(results: readonly LawResult[]): string {
  const broken = results.filter(({ verdict }) => verdict.is === "broken").length;
  return `${results.length} laws, ${broken === 0 ? "all hold" : `${broken} broken`} for the values that were drawn\n`;
}

/** All of it, as `--format json` prints it. */
export function renderLawsJson(
  results: readonly LawResult[],
  options: LawOptions,
  end: "complete" | "stopped",
): string {
  return `${writeJson({ schema: "assay/laws-1", ...options, end, results })}\n`;
}
