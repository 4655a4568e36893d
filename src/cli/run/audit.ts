/** What `assay audit` does. */
import { join } from "node:path";
import { assess } from "../../assess/assess.ts";
import { loadConfig } from "../../assess/config.ts";
import { diagnose } from "../../assess/diagnostics.ts";
import { decideExit, type ExitStatus } from "../../assess/exit-status.ts";
import { DEFAULT_OPTIONS, type EngineChoice } from "../../assess/options.ts";
import { listProtocols, type Resolution, resolveSources } from "../../assess/resolve-sources.ts";
import { writeText } from "../../assess/write-text.ts";
import { renderJson } from "../../reports/json/render-json.ts";
import { renderMarkdown } from "../../reports/markdown/render-markdown.ts";
import { renderText } from "../../reports/text/render-text.ts";
import { withEnvironment } from "../environment.ts";
import { findForEngine } from "../installed-scyther.ts";
import { watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";

/** What the options of the command line come to. */
export interface AuditFlags {
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly injective?: true;
  readonly engine?: EngineChoice;
  readonly quiet?: true;
}

/** Runs the command. */
export async function runAudit(flags: AuditFlags, terminal: Terminal): Promise<ExitStatus> {
  const config = loadConfig();
  const { protocols, reports, maxMemory, bounds } = config;
  const memory = watchMemory(flags.maxMemory ?? maxMemory);
  const { timeoutSeconds, maxRuns, maxStates } = bounds;
  const options = {
    ...DEFAULT_OPTIONS,
    maxRuns,
    maxStates,
    timeoutSeconds: flags.timeout ?? timeoutSeconds,
    injective: flags.injective === true ? "added" : undefined,
    expectations: "required",
    engine: flags.engine ?? config.engine,
  } as const;
  const scyther = await findForEngine(options.engine, config);
  const mode = flags.quiet === true ? "quiet" : "shown";
  const assessment = await withEnvironment(terminal, mode, (environment) =>
    assess(findProtocols(protocols), options, { ...environment, memory, scyther }),
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
