/** What `assay audit` does. */
import { join } from "node:path";
import { assess } from "../../assess/assess.ts";
import { loadConfig } from "../../assess/config.ts";
import { diagnose } from "../../assess/diagnostics.ts";
import { decideExit, type ExitStatus } from "../../assess/exit-status.ts";
import { DEFAULT_OPTIONS } from "../../assess/options.ts";
import { listProtocols, type Resolution, resolveSources } from "../../assess/resolve-sources.ts";
import { writeText } from "../../assess/write-text.ts";
import { renderJson } from "../../reports/json/render-json.ts";
import { renderMarkdown } from "../../reports/markdown/render-markdown.ts";
import { renderText } from "../../reports/text/render-text.ts";
import { withEnvironment } from "../environment.ts";
import type { Terminal } from "../terminal.ts";

/** What the options of the command line come to. */
export interface AuditFlags {
  readonly timeout?: number;
  readonly quiet?: true;
}

/** Runs the command. */
export async function runAudit(flags: AuditFlags, terminal: Terminal): Promise<ExitStatus> {
  const { protocols, reports, bounds } = loadConfig();
  const { timeoutSeconds, maxRuns, maxStates } = bounds;
  const options = {
    ...DEFAULT_OPTIONS,
    maxRuns,
    maxStates,
    timeoutSeconds: flags.timeout ?? timeoutSeconds,
    expectations: "required",
  } as const;
  const mode = flags.quiet === true ? "quiet" : "shown";
  const assessment = await withEnvironment(terminal, mode, (environment) =>
    assess(findProtocols(protocols), options, environment),
  );
  const written = [join(reports, "assessment.json"), join(reports, "report.md")] as const;
  writeText(written[0], renderJson(assessment));
  writeText(written[1], renderMarkdown(assessment));
  terminal.print(renderText(assessment, { colour: terminal.resultColour, attacks: "counted" }));
  terminal.print(`Written: ${written.join(", ")}\n`);
  return decideExit(assessment);
}

function findProtocols(folder: string): Resolution {
  const names = listProtocols(folder);
  if (names.length > 0)
    return resolveSources(
      names.map((name) => name),
      folder,
    );
  const diagnostic = diagnose("AS106", `There is no protocol in ${folder}/.`);
  return { sources: [], diagnostics: [{ source: folder, diagnostic }] };
}
