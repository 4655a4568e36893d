/** Runs `assay derive` on protocols. */
import { deriveProtocols } from "../derive-protocols.ts";
import { loadConfig } from "../../repository/config.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { guardLoading } from "../../assess/guard-reading.ts";
import { NO_JOURNAL } from "../../assess/journal.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { type BanFormat, renderBan } from "../../lenses/ban/print/render.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { renderDiagnostic } from "../../core/diagnostic/render.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface DeriveFlags {
  readonly goal: readonly string[];
  readonly format: BanFormat;
  readonly corpus?: string;
  readonly strict?: true;
}

/** Runs the command on protocols. */
export async function runDerive(words: readonly string[], flags: DeriveFlags, terminal: Terminal): Promise<ExitStatus> {
  if (words.length === 0) {
    const help = "Write assay derive <protocol>, or assay derive --corpus <file>.";
    throw new DiagnosticError([diagnose("AS101", "Nothing is named to derive.", { help })]);
  }
  const resolution = resolveSources(words, loadConfig().protocols);
  const { derived, diagnostics } = await withEnvironment(terminal, "quiet", ({ loadProtocol, journal = NO_JOURNAL }) =>
    deriveProtocols(
      resolution,
      flags.goal,
      flags.strict === true ? "required" : "optional",
      guardLoading(loadProtocol, journal),
    ),
  );
  for (const diagnostic of diagnostics) terminal.note(renderDiagnostic(diagnostic, { colour: terminal.noteColour }));
  terminal.print(renderBan(derived, flags.format));
  for (const { source, unexpected } of derived) {
    for (const { goal, verdict, why } of unexpected) {
      const because = why === undefined ? "" : `: ${why}`;
      terminal.note(`${sanitise(`${source.source} ${goal}: not as expected, which is ${verdict}${because}`)}\n`);
    }
  }
  if (diagnostics.some(({ code }) => code === "AS901")) return EXIT.bug;
  if (diagnostics.some(({ severity }) => severity === "error")) return EXIT.input;
  return derived.every(({ unexpected }) => unexpected.length === 0) ? EXIT.expected : EXIT.differs;
}
