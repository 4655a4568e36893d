/** Runs `assay generate <source> --to <format>`: prints one source in the format of another tool. */
import { NO_JOURNAL } from "../../assess/journal.ts";
import { guardReading, READING_MILLISECONDS } from "../../assess/guard-reading.ts";
import { renderDiagnostics } from "../../core/diagnostic/render.ts";
import { addReachable } from "../../core/protocol/claims/listing.ts";
import { GENERATORS } from "../../lenses/registry.ts";
import { loadConfig } from "../../repository/config.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { explainError } from "../../files/explain-error.ts";
import { loadSource } from "../../repository/load-source.ts";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** The command line of printing a model. */
export interface PrintedModel {
  readonly source: string | undefined;
  readonly format: string | undefined;
  readonly check: true | undefined;
}

/** Runs the command. */
export async function printModel(asked: PrintedModel, terminal: Terminal): Promise<ExitStatus> {
  const { source: word, format, check } = asked;
  const chosen = GENERATORS.find((one) => one.format?.name === format)?.format;
  if (word === undefined || chosen === undefined || check === true) {
    const message = "Use a source and --to together, without --check.";
    const help =
      "assay generate model.spdl --to proverif prints one model; assay generate writes those of all protocols.";
    terminal.note(renderDiagnostics([diagnose("AS101", message, { help })], { colour: terminal.noteColour }));
    return EXIT.input;
  }
  const { sources, diagnostics } = resolveSources([word], loadConfig().protocols);
  const found = diagnostics.map(({ diagnostic }) => diagnostic);
  await withEnvironment(terminal, "quiet", "version", async ({ loadProtocol, journal = NO_JOURNAL }) => {
    for (const source of sources) {
      try {
        const { text, losses } = await guardReading(source, journal, READING_MILLISECONDS, async () => {
          const { model, description } = await loadSource(source, DEFAULT_OPTIONS, loadProtocol);
          const path = source.path.split("\\").join("/");
          return chosen.print({ title: model.name, path, model: addReachable(model), description });
        });
        terminal.print(text);
        found.push(...losses);
      } catch (error) {
        found.push(...explainError(error));
      }
    }
  });
  if (found.length > 0) terminal.note(renderDiagnostics(found, { colour: terminal.noteColour }));
  if (found.some(({ code }) => code === "AS901")) return EXIT.bug;
  return found.some(({ severity }) => severity === "error") ? EXIT.input : EXIT.expected;
}
