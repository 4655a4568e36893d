/** Finishes an audit: reports written, reports compared, or a part put aside for merging. */
import { join } from "node:path";
import { compareFiles, type Drift } from "../../repository/compare-files.ts";
import { decideExit, EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { openOrigin } from "../../files/origin.ts";
import { sealPart } from "../../assess/seal-part.ts";
import { readAssessment } from "../../repository/read-assessment.ts";
import { type NamedText, writeFiles } from "../../files/write-files.ts";
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import { writeJson } from "../../core/diagnostic/sanitise.ts";
import { INDEX_PAGE, namePages } from "../../reports/html/name-pages.ts";
import { renderJson } from "../../reports/json/render-json.ts";
import type { Assessment, Finding } from "../../core/verdict/verdict.ts";
import { renderAll } from "../../api/render-reports.ts";

/** How an audit ends: its status, and what it tells. */
export interface Ending {
  readonly status: ExitStatus;
  readonly lines: readonly string[];
}

/** The file that all other reports are made of. */
export const ASSESSMENT = "assessment.json";

/** The file of timings, which differ from run to run: committed reports change only when a verdict or a text does. */
const TIMINGS = "timings.json";

const DRIFTS: Readonly<Record<Drift["state"], string>> = {
  missing: "is missing",
  different: "is out of date",
  obsolete: "belongs to no protocol",
};

/** Ends an audit. */
export function finishAudit(
  assessment: Assessment,
  folder: string,
  ending: "write" | "compare" | "part" | "nothing",
): Ending {
  const status = decideExit(assessment);
  if (status === EXIT.interrupted) return { status, lines: [`${folder}/ unchanged.`] };
  switch (ending) {
    case "write":
      return { status, lines: [`Written: ${writeReports(assessment, folder).join(", ")}`] };
    case "compare":
      return compareReports(assessment, folder, status);
    case "part": {
      const { index, of } = assessment.shard ?? { index: 1, of: 1 };
      const name = `assessment-${index}-of-${of}.json`;
      writeFiles(folder, [{ name, text: renderJson(sealPart(readBack(assessment), openOrigin())) }], []);
      return { status, lines: [`Written: ${join(folder, name)}`] };
    }
    case "nothing":
      return { status, lines: [`${folder}/ unchanged: it covers every protocol.`] };
    default:
      return ending satisfies never;
  }
}

/** As it is read from its file: what is sealed is what is written. */
function readBack(assessment: Assessment): Assessment {
  return JSON.parse(renderJson(assessment)) as Assessment;
}

function writeReports(assessment: Assessment, folder: string): readonly string[] {
  const files = renderAll(leaveOutMachine(assessment));
  const timings = { name: TIMINGS, text: `${writeJson(assessment.timings)}\n` };
  writeFiles(folder, [...files, timings], listObsolete(folder, files));
  return files.map(({ name }) => join(folder, name));
}

/** Warnings about what this machine has kept. */
const OF_MACHINE: readonly string[] = ["AS704", "AS706", "AS707", "AS709", "AS710"];

/**
 * The assessment without what is of this machine and not of the sources: times, the build, and what is said of the cache.
 * The build is among the timings, which are not committed.
 */
function leaveOutMachine(assessment: Assessment): Assessment {
  const { name, version } = assessment.tool;
  const warnings = assessment.warnings.filter(({ code }) => !OF_MACHINE.includes(code));
  return { ...assessment, tool: { name, version }, timings: {}, warnings };
}

function compareReports(assessment: Assessment, folder: string, status: ExitStatus): Ending {
  if (status === EXIT.input || status === EXIT.bug) return { status, lines: [`${folder}/ was not compared.`] };
  if (assessment.findings.some(isTimed)) {
    return { status: EXIT.inconclusive, lines: [`${folder}/ was not compared: time or memory ended a claim.`] };
  }
  const files = renderAll(leaveOutMachine(assessment));
  const drifts = compareFiles(folder, files, listObsolete(folder, files), forgetTimings);
  if (drifts.length === 0) return { status, lines: [`${folder}/ is up to date.`] };
  const lines = drifts.map(({ name, state }) => `${join(folder, name)} ${DRIFTS[state]}`);
  return { status: EXIT.differs, lines: [...lines, "Run assay audit and commit what it writes."] };
}

/** Pages that the last audit wrote for protocols that are gone. */
function listObsolete(folder: string, files: readonly NamedText[]): readonly string[] {
  let previous: Assessment;
  try {
    previous = readAssessment(join(folder, ASSESSMENT));
  } catch (error) {
    // Without a readable one, nobody can tell which pages are ours.
    if (error instanceof DiagnosticError) return [];
    throw error;
  }
  const names = new Set(files.map(({ name }) => name));
  return [INDEX_PAGE, ...namePages(previous.subjects)].filter((name) => !names.has(name));
}

function forgetTimings({ name, text }: NamedText): string {
  if (name !== ASSESSMENT) return text;
  try {
    const { timings: _, tool, ...others } = JSON.parse(text) as Pick<Assessment, "timings" | "tool">;
    // One that was merged of parts says which build made it.
    const { build: _build, ...named } = tool;
    return JSON.stringify({ tool: named, ...others });
  } catch {
    return text;
  }
}

/** True where another try may end differently. */
function isTimed({ verdict }: Finding): boolean {
  return verdict.is === "inconclusive" && (verdict.why === "timeout" || verdict.why === "memory");
}
