/** Runs `assay show`. */
import { describeModel } from "../../repository/describe-model.ts";
import { explainError } from "../../files/explain-error.ts";
import { loadConfig } from "../../repository/config.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { guardReading, READING_MILLISECONDS } from "../../assess/guard-reading.ts";
import { NO_JOURNAL } from "../../assess/journal.ts";
import { loadSource } from "../../repository/load-source.ts";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { sanitiseLines } from "../../core/diagnostic/sanitise.ts";
import { renderDiagnostics } from "../../core/diagnostic/render.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** Runs the command. */
export async function runShow(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const { sources, diagnostics } = resolveSources(words, loadConfig().protocols);
  const found = diagnostics.map(({ diagnostic }) => diagnostic);
  const shown: string[] = [];
  await withEnvironment(terminal, "quiet", "version", async ({ loadProtocol, journal = NO_JOURNAL }) => {
    for (const source of sources) {
      try {
        const text = await guardReading(source, journal, READING_MILLISECONDS, async () =>
          describeModel((await loadSource(source, DEFAULT_OPTIONS, loadProtocol)).model),
        );
        shown.push(`${sources.length > 1 ? `# ${source.source}\n\n` : ""}${text}`);
      } catch (error) {
        found.push(...explainError(error));
      }
    }
  });
  // At once and at the end: a process that is cut off over one source leaves the others to the next.
  terminal.print(sanitiseLines(shown.join("")));
  if (found.length > 0) terminal.note(renderDiagnostics(found, { colour: terminal.noteColour }));
  if (found.some(({ code }) => code === "AS901")) return EXIT.bug;
  return found.some(({ severity }) => severity === "error") ? EXIT.input : EXIT.expected;
}
