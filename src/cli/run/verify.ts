/** Runs `assay verify`. */
import { assess } from "../../assess/assess.ts";
import { type Config, loadConfig } from "../../repository/config.ts";
import { decideExit, type ExitStatus } from "../../repository/exit-status.ts";
import { type AssessOptions, DEFAULT_OPTIONS, type EngineChoice } from "../../lenses/options.ts";
import { resolveSources } from "../../repository/resolve-sources.ts";
import { renderJson } from "../../reports/json/render-json.ts";
import { renderText } from "../../reports/text/render-text.ts";
import { withEnvironment } from "../environment.ts";
import { type ElsewhereFlags, openElsewhere } from "../open-elsewhere.ts";
import { prepareLenses } from "../prepare-lenses.ts";
import { watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface VerifyFlags extends ElsewhereFlags {
  readonly timeout?: number;
  readonly maxRuns?: number;
  readonly unbounded?: true;
  readonly maxStates?: number;
  readonly match?: 0 | 1 | 2;
  readonly autoClaims?: true;
  readonly injective?: true;
  readonly honest?: true;
  readonly claim: readonly string[];
  readonly format: "text" | "json";
  readonly engine?: EngineChoice;
}

/** Runs the command. */
export async function runVerify(words: readonly string[], flags: VerifyFlags, terminal: Terminal): Promise<ExitStatus> {
  const config = loadConfig();
  const memory = watchMemory(flags.maxMemory ?? config.maxMemory, terminal.supervisor);
  const options = chooseOptions(flags, config);
  if (options.engine !== "native") terminal.supervisor?.tried?.leave();
  const lenses = await prepareLenses(options.engine, config);
  const resolution = resolveSources(words, config.protocols);
  const mode = flags.quiet === true ? "quiet" : "shown";
  const elsewhere = await openElsewhere(flags, config, terminal);
  const identity = flags.format === "json" ? "build" : "version";
  const assessment = await withEnvironment(terminal, mode, identity, (environment) =>
    assess(resolution, options, { ...environment, memory, lenses, elsewhere }),
  ).finally(() => elsewhere?.close());
  const text =
    flags.format === "json"
      ? renderJson(assessment)
      : renderText(assessment, { colour: terminal.resultColour, attacks: "told" });
  terminal.print(text);
  return decideExit(assessment);
}

function chooseOptions(flags: VerifyFlags, { bounds, engine, match }: Config): AssessOptions {
  return {
    ...DEFAULT_OPTIONS,
    timeoutSeconds: flags.timeout ?? bounds.timeoutSeconds,
    maxRuns: flags.unbounded === true ? "unbounded" : (flags.maxRuns ?? bounds.maxRuns),
    maxStates: flags.maxStates ?? bounds.maxStates,
    match: flags.match,
    usualMatch: match,
    claims: flags.autoClaims === true ? "standard" : "own",
    injective: flags.injective === true ? "added" : undefined,
    honest: flags.honest === true ? "added" : undefined,
    only: flags.claim,
    engine: flags.engine ?? engine,
  };
}
