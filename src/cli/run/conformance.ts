/** Runs `assay conformance`. */
import { arch, availableParallelism, platform } from "node:os";
import { fileURLToPath } from "node:url";
import { loadConfig } from "../../repository/config.ts";
import { type CompareEnvironment, compareLibrary } from "../../conformance/compare-library.ts";
import { decideConformance } from "../../conformance/decide-conformance.ts";
import { readExplained } from "../../conformance/explained.ts";
import { judgeByProgram, judgeElsewhere, judgeNatively } from "../../conformance/judges.ts";
import { type ConformanceEngine, REFERENCE } from "../../conformance/reference.ts";
import { openLibrary } from "../../conformance/library.ts";
import { locateLibrary } from "../../conformance/locate.ts";
import { mergeRecorded, readRecorded } from "../../conformance/recorded.ts";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { DEFAULT_OPTIONS } from "../../lenses/options.ts";
import { readText } from "../../files/read-text.ts";
import { writeText } from "../../files/write-text.ts";
import { writeJson } from "../../core/diagnostic/sanitise.ts";
import { renderConformance } from "../../reports/text/render-conformance.ts";
import { Verifier } from "../../lenses/verifier/verify.ts";
import { findReference, type InstalledReference } from "../installed-reference.ts";
import { type ElsewhereFlags, openElsewhere } from "../open-elsewhere.ts";
import { prepareLenses } from "../prepare-lenses.ts";
import { followComparison } from "../follow-comparison.ts";
import { awaitInterruption } from "../interruption.ts";
import { measurePeak, watchMemory } from "../process-memory.ts";
import type { Terminal } from "../terminal.ts";
import { readVersion } from "../../files/own-files.ts";

/** Options of the command line, read. */
export interface ConformanceFlags extends ElsewhereFlags {
  readonly verdicts: readonly string[];
  readonly timeout?: number;
  readonly maxRuns?: number;
  readonly maxStates?: number;
  readonly filter?: RegExp;
  readonly explained?: string;
  readonly engine: ConformanceEngine;
  readonly format: "text" | "json";
  readonly out?: string;
}

const TIMEOUT_SECONDS = 20;
const BUNDLED = fileURLToPath(new URL("../../conformance/explained.yaml", import.meta.url));

/** Runs the command. */
export async function runConformance(
  folder: string | undefined,
  flags: ConformanceFlags,
  terminal: Terminal,
): Promise<ExitStatus> {
  const place = locateLibrary(folder, flags.verdicts, process.env);
  const library = openLibrary(place.folder);
  const recorded = mergeRecorded(place.verdicts.map((path) => readRecorded(path, readText(path))));
  const explained = flags.explained ?? BUNDLED;
  const isReferenceAlone = flags.engine === REFERENCE.engine;
  // They are where the reference is wrong: nothing is to be explained about its own verdicts.
  const deviations = isReferenceAlone ? [] : readExplained(explained, readText(explained));
  const covers = deviations.some(({ claims, models }) =>
    [...claims, ...models].some(({ model }) => recorded.models.has(model)),
  );
  const config = loadConfig();
  const reference = flags.engine === "native" ? undefined : await findReference(flags.engine, config, terminal);
  const engine = reference === undefined ? "native" : flags.engine;
  const interruption = awaitInterruption(terminal);
  const now = (): number => performance.now();
  const native = judgeNatively((model, pulse) => new Verifier(model, { pulse }));
  const own = isReferenceAlone && reference !== undefined ? judgeByProgram(reference.open) : native;
  const judging = isReferenceAlone ? REFERENCE.engine : "native";
  const lens = (await prepareLenses(judging, config)).find((one) => one.engine === judging);
  const elsewhere = lens && (await openElsewhere(flags, config, terminal));
  const environment = {
    now,
    pause: () => new Promise<void>((resolve) => setImmediate(resolve)),
    signal: interruption.signal,
    memory: watchMemory(flags.maxMemory, terminal.supervisor),
    version: readVersion(),
    judge: elsewhere === undefined || lens === undefined ? own : judgeElsewhere(elsewhere, lens, own),
    width: elsewhere?.width,
    ...(engine === "both" && reference !== undefined ? compareBeside(reference) : {}),
    listen: followComparison(terminal, flags.quiet === true ? "quiet" : "shown"),
    peakMebibytes: measurePeak,
    machine: { node: process.versions.node, platform: platform(), arch: arch(), cpus: availableParallelism() },
  };
  const options = {
    timeoutSeconds: flags.timeout ?? TIMEOUT_SECONDS,
    maxRuns: flags.maxRuns ?? DEFAULT_OPTIONS.maxRuns,
    maxStates: flags.maxStates ?? DEFAULT_OPTIONS.maxStates,
    filter: flags.filter,
    engine,
  };
  interruption.arm();
  // A library takes as long as its models: each has its own time.
  terminal.supervisor?.journal.begin({ is: "other" }, Number.POSITIVE_INFINITY);
  const explains = flags.explained !== undefined || covers ? "own" : "other";
  try {
    const result = await compareLibrary({ library, recorded, deviations, explains }, options, environment);
    await elsewhere?.settle(new AbortController().signal);
    const json = `${writeJson(result)}\n`;
    if (flags.out !== undefined) writeText(flags.out, json);
    terminal.print(flags.format === "json" ? json : renderConformance(result));
    return decideConformance(result);
  } finally {
    interruption.disarm();
    await elsewhere?.close();
  }
}

/** The reference as what is compared with, asked on this machine in this minute. */
function compareBeside({ tool, open }: InstalledReference): Pick<CompareEnvironment, "beside" | "against"> {
  const against = [{ tool, options: "installed, run beside, one process for each claim" }];
  return { beside: judgeByProgram(open), against };
}
