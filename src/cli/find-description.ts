/** The one description that a word of the command line names. */
import { loadConfig } from "../repository/config.ts";
import { diagnose } from "../files/diagnostics.ts";
import { resolveSources } from "../repository/resolve-sources.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";

/** The path of the description. Throws DiagnosticError for a word that names none, a model, or several. */
export function findDescription(word: string): string {
  const { sources, diagnostics } = resolveSources([word], loadConfig().protocols);
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics.map(({ diagnostic }) => diagnostic));
  const [source, ...more] = sources;
  if (source === undefined || more.length > 0 || source.kind !== "description") {
    throw new DiagnosticError([diagnose("AS801", `${word} is not a single description.`)]);
  }
  return source.path;
}
