/**
 * How much faster two threads are than one: a library of models where `ASSAY_CONFORMANCE` names one, a game, and searches on
 * the running system. Beside the times, the processor time of the thread that hands out and of those that work: the first is
 * what bounds the ratio, and is the same on a busy machine.
 */
import { readFileSync } from "node:fs";
import { compareLibrary } from "../src/conformance/compare-library.ts";
import { judgeElsewhere, judgeNatively } from "../src/conformance/judges.ts";
import { openLibrary } from "../src/conformance/library.ts";
import { locateLibrary } from "../src/conformance/locate.ts";
import { mergeRecorded, readRecorded } from "../src/conformance/recorded.ts";
import { judgeOnThreads } from "../src/assess/elsewhere/elsewhere.ts";
import { openJudgeThreads } from "../src/assess/elsewhere/judge-threads.ts";
import { readText } from "../src/files/read-text.ts";
import { runCampaign } from "../src/lenses/games/campaign/run-campaign.ts";
import { KEEP_NOTHING } from "../src/lenses/games/workers/keep.ts";
import { openPool } from "../src/lenses/games/workers/pool.ts";
import { DEFAULT_OPTIONS } from "../src/lenses/options.ts";
import { LENSES } from "../src/lenses/registry.ts";
import { Verifier } from "../src/lenses/verifier/verify.ts";
import { loadProtocol } from "../src/repository/load-protocol.ts";
import { loadSource } from "../src/repository/load-source.ts";
import { resolveSources } from "../src/repository/resolve-sources.ts";

/** Enough plays to take some seconds. */
const PLAYS = 400;
/** Searches with seeds of their own, of so many sequences each. */
const SEARCHES = 16;
const SEQUENCES = 20;

/** Times of one piece of work with a number of threads. */
interface Took {
  readonly seconds: number;
  /** Processor seconds of the thread that hands out. */
  readonly handsOut: number;
  /** Processor seconds of all other threads of the process: those that work, and Node's own. */
  readonly works: number;
  /** Its result: the same text for every number of threads. */
  readonly came: string;
}

/** Times of one kind of work with one thread and with two. */
export interface MeasuredWork {
  readonly name: string;
  readonly one: Took;
  readonly two: Took;
}

/** Measures each kind of work. */
export async function measureWorkers(): Promise<readonly MeasuredWork[]> {
  const all: MeasuredWork[] = [];
  const kinds = { conformance: judgeLibrary, game: playGame, network: searchNetwork };
  for (const [name, work] of Object.entries(kinds)) {
    const one = await measure(() => work(1));
    const two = await measure(() => work(2));
    if (one !== undefined && two !== undefined) all.push({ name, one, two });
  }
  return all;
}

/** The figures in lines. */
export function printWorkers(all: readonly MeasuredWork[]): string {
  return all
    .map(({ name, one, two }) => {
      const tell = ({ seconds, handsOut, works }: Took): string =>
        `${seconds.toFixed(1)} s (processor: hands out ${handsOut.toFixed(1)} s, others ${works.toFixed(1)} s)`;
      const bound = (2 * Math.max(one.handsOut, one.works)) / (two.handsOut + two.works);
      const ratio = `${(one.seconds / two.seconds).toFixed(2)} times as fast, by processor time at most ${bound.toFixed(2)}`;
      const same = one.came === two.came ? "the same result" : "NOT THE SAME RESULT";
      return `${name.padEnd(12)} one thread ${tell(one)}\n${" ".repeat(12)} two threads ${tell(two)}\n${" ".repeat(12)} ${ratio}; ${same}\n`;
    })
    .join("");
}

async function measure(work: () => Promise<string | undefined>): Promise<Took | undefined> {
  const [began, before, own] = [performance.now(), process.cpuUsage(), readOwn()];
  const came = await work();
  if (came === undefined) return undefined;
  const { user, system } = process.cpuUsage(before);
  const handsOut = readOwn() - own;
  return { seconds: (performance.now() - began) / 1000, handsOut, works: (user + system) / 1e6 - handsOut, came };
}

/** Processor seconds of this thread, where the system tells; the first thread of a process has its number. */
function readOwn(): number {
  try {
    const [nanoseconds = "0"] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, "utf8").split(" ");
    return Number(nanoseconds) / 1e9;
  } catch {
    return 0;
  }
}

async function judgeLibrary(count: number): Promise<string | undefined> {
  if ((process.env["ASSAY_CONFORMANCE"] ?? "") === "") return undefined;
  const { folder, verdicts } = locateLibrary(undefined, [], process.env);
  const elsewhere = judgeOnThreads(openJudgeThreads({ count, code: { is: "none" }, programs: {} }));
  const native = judgeNatively((model, pulse) => new Verifier(model, { pulse }));
  const lens = LENSES.find(({ name }) => name === "verifier");
  if (lens === undefined) throw new Error("no verifier");
  const { maxRuns, maxStates } = DEFAULT_OPTIONS;
  const { models } = await compareLibrary(
    {
      library: openLibrary(folder),
      recorded: mergeRecorded(verdicts.map((path) => readRecorded(path, readText(path)))),
      deviations: [],
      explains: "other",
    },
    { engine: "native", timeoutSeconds: 120, maxRuns, maxStates },
    {
      now: () => performance.now(),
      pause: () => new Promise((resolve) => setImmediate(resolve)),
      signal: new AbortController().signal,
      version: "0",
      judge: judgeElsewhere(elsewhere, lens, native),
      width: elsewhere.width,
      listen: () => undefined,
      peakMebibytes: () => 0,
      machine: {},
    },
  );
  await elsewhere.close();
  return JSON.stringify(models);
}

async function playGame(count: number): Promise<string> {
  const runner = openPool(count);
  const { signal } = new AbortController();
  const outcome = await runCampaign(
    {
      schema: "assay/campaign-1",
      protocol: "phr-sharing",
      theories: ["pre"],
      signed: [],
      target: "as-registered",
      game: "collusion",
      adversary: { kind: "shipped", name: "dividing" },
      names: {},
      backend: "mcl",
      seed: "bench",
      length: { kind: "plays", plays: PLAYS },
      confidence: 0.99,
      timeLimitSeconds: 600,
    },
    "search",
    { runner, file: undefined, keep: KEEP_NOTHING, listen: () => undefined, signal },
  );
  await runner.close();
  return JSON.stringify(outcome);
}

async function searchNetwork(count: number): Promise<string | undefined> {
  const [source] = resolveSources(["phr-sharing"]).sources;
  const lens = LENSES.find(({ name }) => name === "network");
  if (source === undefined || lens === undefined) return undefined;
  const options = { ...DEFAULT_OPTIONS, plays: 1, sequences: SEQUENCES };
  const subject = await loadSource(source, options, loadProtocol);
  const [job] = lens.plan(subject, options, []);
  if (job === undefined) return undefined;
  const elsewhere = judgeOnThreads(openJudgeThreads({ count, code: { is: "asker's" }, programs: {} }));
  const { signal } = new AbortController();
  const came = await Promise.all(
    Array.from({ length: SEARCHES }, async (_, i) => {
      const task = { job: { ...job, seed: `bench ${i}` }, subject, milliseconds: 600_000, earlier: [] };
      const done = await elsewhere.run(task, lens, signal);
      return done?.is === "done" ? done.answers.map((one) => (one.is === "answered" ? one.verdict : one)) : done;
    }),
  );
  await elsewhere.close();
  return JSON.stringify(came);
}
