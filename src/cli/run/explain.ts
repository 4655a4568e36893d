/** Runs `assay explain`. */
import { listCodes, renderCatalogue } from "../../repository/catalogue.ts";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { suggestNearest } from "../../core/diagnostic/suggest.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface ExplainFlags {
  readonly format: "text" | "markdown";
}

/** Runs the command. */
export async function runExplain(
  code: string | undefined,
  format: ExplainFlags["format"],
  terminal: Terminal,
): Promise<ExitStatus> {
  const entries = listCodes();
  if (code === undefined) {
    const list = entries.map((entry) => `${entry.code}  ${entry.title}\n`).join("");
    terminal.print(format === "markdown" ? renderCatalogue() : list);
    return EXIT.expected;
  }
  const entry = entries.find((candidate) => candidate.code === code.toUpperCase());
  if (entry === undefined) {
    const nearest = suggestNearest(
      code,
      entries.map((candidate) => candidate.code),
    );
    const help = nearest === undefined ? {} : { help: `Did you mean ${nearest}?` };
    throw new DiagnosticError([diagnose("AS109", `Unknown diagnostic ${code}.`, help)]);
  }
  const help = entry.help === undefined ? "" : `${entry.help}\n`;
  terminal.print(`${entry.code}: ${entry.title}\n${help}See docs/diagnostics.md#${entry.code.toLowerCase()}\n`);
  return EXIT.expected;
}
