/** What `assay show` does. */
import { describeModel } from "../../assess/describe-model.ts";
import { explainError } from "../../assess/explain-error.ts";
import { loadConfig } from "../../assess/config.ts";
import { EXIT, type ExitStatus } from "../../assess/exit-status.ts";
import { loadSource } from "../../assess/load-source.ts";
import { DEFAULT_OPTIONS } from "../../assess/options.ts";
import { resolveSources } from "../../assess/resolve-sources.ts";
import { renderDiagnostics } from "../../diagnostic/render.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** Runs the command. */
export async function runShow(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const { sources, diagnostics } = resolveSources(words, loadConfig().protocols);
  const found = diagnostics.map(({ diagnostic }) => diagnostic);
  await withEnvironment(terminal, "quiet", async ({ loadProtocol }) => {
    for (const source of sources) {
      try {
        const { model } = await loadSource(source, DEFAULT_OPTIONS, loadProtocol);
        terminal.print(`${sources.length > 1 ? `# ${source.source}\n\n` : ""}${describeModel(model)}`);
      } catch (error) {
        found.push(...explainError(error));
      }
    }
  });
  if (found.length > 0) terminal.note(renderDiagnostics(found, { colour: terminal.noteColour }));
  if (found.some(({ code }) => code === "AS901")) return EXIT.bug;
  return found.some(({ severity }) => severity === "error") ? EXIT.input : EXIT.expected;
}
