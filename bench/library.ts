/** Figures over a library of models with recorded verdicts, where `ASSAY_CONFORMANCE` names one. */
import { compareLibrary } from "../src/conformance/compare-library.ts";
import { judgeNatively } from "../src/conformance/judges.ts";
import { openLibrary } from "../src/conformance/library.ts";
import { locateLibrary } from "../src/conformance/locate.ts";
import { mergeRecorded, readRecorded } from "../src/conformance/recorded.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { readText } from "../src/files/read-text.ts";
import type { Conformance } from "../src/core/verdict/conformance.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";

/** Runs the library; undefined where none is given. */
export async function measureLibrary(timeoutSeconds: number): Promise<Conformance | undefined> {
  if ((process.env["ASSAY_CONFORMANCE"] ?? "") === "") return undefined;
  const { folder, verdicts } = locateLibrary(undefined, [], process.env);
  const { maxRuns, maxStates } = DEFAULT_OPTIONS;
  return compareLibrary(
    {
      library: openLibrary(folder),
      recorded: mergeRecorded(verdicts.map((path) => readRecorded(path, readText(path)))),
      deviations: [],
      explains: "other",
    },
    { engine: "native", timeoutSeconds, maxRuns, maxStates },
    {
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: new AbortController().signal,
      version: "0",
      judge: judgeNatively((model, pulse) => new Verifier(model, { pulse })),
      listen: () => undefined,
      peakMebibytes: () => Math.round(process.resourceUsage().maxRSS / 1024),
      machine: {},
    },
  );
}

/** The figures in lines. */
export function printLibrary({ library, totals, timings, options }: Conformance): string {
  const { median, ninety, total, finished } = timings.summary;
  const seconds = (value: number): string => `${value.toFixed(3)} s`;
  return [
    `${library}, ${options.timeoutSeconds} s for each model: ${totals.claims} claims, ${totals.undecided} undecided`,
    `median model ${seconds(median)}, 90 % within ${seconds(ninety)}, all ${seconds(total)}, peak ${timings.peakMebibytes} MiB`,
    `${finished.models} models that were recorded as finished: ${seconds(finished.seconds)} against ` +
      `${seconds(finished.recordedSeconds)}, ratio ${finished.ratio.toFixed(2)}, median ratio ${finished.medianRatio.toFixed(2)}`,
    "",
  ].join("\n");
}
