/** Runs `assay derive` on protocols. */
import { deriveProtocols } from "../derive-protocols.ts";
import { loadConfig } from "../../repository/config.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { guardLoading } from "../../assess/guard-reading.ts";
import { NO_JOURNAL } from "../../assess/journal.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import type { DeriveFlags } from "./derive-flags.ts";
import { checkProofFile } from "./check-proof.ts";
import { checkDeriveFlags, renderDerived } from "./render-derived.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { renderDiagnostic } from "../../core/diagnostic/render.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** Runs the command on protocols. */
export async function runDerive(words: readonly string[], flags: DeriveFlags, terminal: Terminal): Promise<ExitStatus> {
  if (words.length === 0) {
    const help = "Write assay derive <protocol>, or assay derive --corpus <file>.";
    throw new DiagnosticError([diagnose("AS101", "No protocol to derive.", { help })]);
  }
  checkDeriveFlags(flags);
  const resolution = resolveSources(words, loadConfig().protocols);
  const { derived, diagnostics } = await withEnvironment(
    terminal,
    "quiet",
    "version",
    ({ loadProtocol, journal = NO_JOURNAL }) =>
      deriveProtocols(
        resolution,
        flags.goal,
        flags.strict === true ? "required" : "optional",
        guardLoading(loadProtocol, journal),
      ),
  );
  for (const diagnostic of diagnostics) terminal.note(renderDiagnostic(diagnostic, { colour: terminal.noteColour }));
  if (flags.checkProof !== undefined) {
    if (diagnostics.some(({ severity }) => severity === "error")) return EXIT.input;
    const [only, ...others] = derived;
    if (only === undefined || others.length > 0) {
      throw new DiagnosticError([diagnose("AS101", "--check-proof needs one protocol.", { help: "Name one." })]);
    }
    return checkProofFile(flags.checkProof, only.analysis, flags, terminal);
  }
  terminal.print(renderDerived(derived, flags));
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
