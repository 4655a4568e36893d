/** Runs `assay check`. */
import { checkSources } from "../../assess/check-sources.ts";
import { loadConfig } from "../../repository/config.ts";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { renderDiagnostic } from "../../core/diagnostic/render.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** Runs the command. */
export async function runCheck(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  const resolution = resolveSources(words, loadConfig().protocols);
  const checked = await withEnvironment(terminal, "quiet", "version", ({ loadProtocol, journal }) =>
    checkSources(resolution, loadProtocol, journal),
  );
  for (const { diagnostic } of checked.diagnostics) {
    terminal.print(renderDiagnostic(diagnostic, { colour: terminal.resultColour }));
  }
  terminal.print(`${checked.summary}\n`);
  return checked.exit;
}
