/** Runs `assay expect`. */
import { assess } from "../../assess/assess.ts";
import { loadConfig } from "../../repository/config.ts";
import { decideExit, EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { sketchExpectations } from "../../repository/sketch-expectations.ts";
import { withEnvironment } from "../environment.ts";
import { watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface ExpectFlags {
  readonly timeout?: number;
  readonly quiet?: true;
}

/** Mistakes in an expected.yaml that is about to be replaced: they do not matter. */
const OF_EXPECTATIONS = /^AS20[1-8]$/;

/** Runs the command. */
export async function runExpect(word: string, flags: ExpectFlags, terminal: Terminal): Promise<ExitStatus> {
  const { protocols, bounds, maxMemory } = loadConfig();
  const memory = watchMemory(maxMemory, terminal.supervisor);
  const timeoutSeconds = flags.timeout ?? bounds.timeoutSeconds;
  const resolution = resolveSources([word], protocols);
  const assessment = await withEnvironment(
    terminal,
    flags.quiet === true ? "quiet" : "shown",
    "version",
    (environment) =>
      assess(resolution, { ...DEFAULT_OPTIONS, ...bounds, timeoutSeconds, ban: "added" }, { ...environment, memory }),
  );
  const errors = assessment.errors.filter(({ code }) => !OF_EXPECTATIONS.test(code));
  const status = decideExit({ ...assessment, errors });
  if (errors.length > 0 || status === EXIT.interrupted) return status;
  for (const { source } of resolution.sources) terminal.print(sketchExpectations(assessment, source));
  return EXIT.expected;
}
