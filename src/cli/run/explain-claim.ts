/** Runs `assay explain <protocol> <claim>`: judges the claim, and prints the finding in full. */
import { assess } from "../../assess/assess.ts";
import { loadConfig } from "../../repository/config.ts";
import { decideExit, EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { type AssessOptions, DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { renderFindings } from "../../reports/text/render-finding.ts";
import { withEnvironment } from "../environment.ts";
import { prepareLenses } from "../prepare-lenses.ts";
import { watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";

/** Runs the command. That a finding is told is success, whatever it says. */
export async function runExplainClaim(what: string, claim: string, terminal: Terminal): Promise<ExitStatus> {
  const config = loadConfig();
  const memory = watchMemory(config.maxMemory, terminal.supervisor);
  const options: AssessOptions = {
    ...DEFAULT_OPTIONS,
    ...config.bounds,
    engine: config.engine,
    usualMatch: config.match,
    typeFlaws: "added",
    honest: "added",
    executed: "added",
    only: [claim],
  };
  const lenses = await prepareLenses(options.engine, config);
  const assessment = await withEnvironment(terminal, "shown", "version", (environment) =>
    assess(resolveSources([what], config.protocols), options, { ...environment, memory, lenses }),
  );
  if (assessment.findings.length > 0) terminal.print(renderFindings(assessment));
  const status = decideExit(assessment);
  return status === EXIT.differs || status === EXIT.inconclusive ? EXIT.expected : status;
}
