/** Runs `assay report`. */
import { join } from "node:path";
import { diagnose } from "../../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { readAssessment } from "../../repository/read-assessment.ts";
import { openOrigin } from "../../files/origin.ts";
import { LENSES } from "../../lenses/registry.ts";
import { loadConfig } from "../../repository/config.ts";
import { enterRepository } from "../../repository/find-repository.ts";
import { loadProtocol } from "../../repository/load-protocol.ts";
import { listProtocols, resolveSources } from "../../repository/resolve-sources.ts";
import { examinePart } from "../../assess/examine-part.ts";
import { requireSeal } from "../../assess/seal-part.ts";
import { mergeAssessments } from "../../assess/shard.ts";
import { writeFiles } from "../../files/write-files.ts";
import { writeText } from "../../files/write-text.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { Assessment } from "../../core/verdict/verdict.ts";
import { renderAs, renderPages } from "../../api/render-reports.ts";
import type { ReportFormat } from "../../api/report-formats.ts";
import type { Terminal } from "../terminal.ts";
import { chooseAuditOptions } from "./audit-options.ts";

/** Options of the command line, read. */
export interface ReportFlags {
  readonly format: ReportFormat;
  readonly out?: string;
  readonly merge?: true;
}

/** Runs the command. That something is rendered is success, whatever the verdicts are. */
export async function runReport(
  paths: readonly string[],
  { format, out, merge }: ReportFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  const assessment = merge === true ? await mergeAll(paths, terminal) : readOne(paths);
  if (format === "html") {
    if (out === undefined) {
      const help = "Name a folder: --out site/";
      throw new DiagnosticError([diagnose("AS101", "HTML has several pages and cannot go to stdout.", { help })]);
    }
    const pages = renderPages(assessment);
    writeFiles(out, pages, []);
    for (const { name } of pages) terminal.print(`${sanitise(join(out, name))}\n`);
    return EXIT.expected;
  }
  const text = renderAs(format, assessment, out === undefined ? terminal.resultColour : "none");
  if (out === undefined) terminal.print(text);
  else writeText(out, text);
  return EXIT.expected;
}

function readOne(paths: readonly string[]): Assessment {
  const [path = "", ...others] = paths;
  if (others.length === 0) return readAssessment(path);
  const help = "Use --merge to read them as parts of one.";
  throw new DiagnosticError([diagnose("AS101", `There are ${paths.length} assessments, not one.`, { help })]);
}

/** Puts parts together, after what they bring was executed again on the sources that lie here. */
async function mergeAll(paths: readonly string[], terminal: Terminal): Promise<Assessment> {
  const parts = paths.map((path) => ({ path, assessment: readAssessment(path) }));
  const origin = openOrigin();
  for (const { path, assessment } of parts) requireSeal(path, assessment, origin);
  const merged = mergeAssessments(parts);
  const folder = process.cwd();
  // Sources are named as seen from there.
  enterRepository();
  try {
    const config = loadConfig();
    const options = chooseAuditOptions({}, config);
    const { sources } = resolveSources(listProtocols(config.protocols), config.protocols);
    for (const part of parts) {
      // Nothing is judged, so no program of others is looked for.
      const { stands, unchecked } = await examinePart(part, { options, sources, lenses: LENSES, loadProtocol });
      const said = `${sanitise(part.path)}: ${stands} executed again here and stand, ${unchecked} taken as sealed.`;
      terminal.note(`${said}\n`);
    }
  } finally {
    process.chdir(folder);
  }
  return merged;
}
