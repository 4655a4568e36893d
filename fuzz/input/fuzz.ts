/** `npm run fuzz -- --input`: changed texts, each through everything that a command does, in a thread with a deadline. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import type { FuzzOptions } from "../options.ts";
import { readCorpus } from "./corpus.ts";
import type { Outcome } from "./examine.ts";
import { mutate } from "./mutate.ts";
import { shrinkText } from "./shrink.ts";

/** Longer than any text of the corpus takes; what takes longer is a fault. */
const MOST_MILLISECONDS = 20_000;
const PROGRESS_MILLISECONDS = 10_000;
/** Faults that are made smaller; more of the same kind are only counted. */
const MOST_KINDS = 20;

const SHRINK_MILLISECONDS = 120_000;
const TOO_LONG = "takes too long";

const FOUND = new URL("../found/", import.meta.url);
const WORKER = new URL("worker.ts", import.meta.url);

/** Runs the hunt; the exit status says whether there was a fault. */
export async function fuzzInput({ seed, seconds, protocols }: FuzzOptions): Promise<number> {
  const corpus = readCorpus();
  const thread = openThread();
  const kinds = new Map<string, number>();
  const counts = { refused: 0, judged: 0, fault: 0 };
  const end = performance.now() + seconds * 1000;
  let next = performance.now() + PROGRESS_MILLISECONDS;
  let tried = 0;
  for (; tried < protocols && performance.now() < end; tried++) {
    const text = mutate(corpus, seed + tried);
    const outcome = await thread.examine(text);
    counts[outcome.is]++;
    if (outcome.is === "fault") {
      const kind = nameKind(outcome);
      const times = (kinds.get(kind) ?? 0) + 1;
      kinds.set(kind, times);
      if (times === 1 && kinds.size <= MOST_KINDS) await tell(text, seed + tried, kind, thread.examine);
    }
    if (performance.now() < next) continue;
    next = performance.now() + PROGRESS_MILLISECONDS;
    process.stderr.write(`${tried} texts, ${counts.judged} judged, ${counts.fault} faults\n`);
  }
  await thread.close();
  process.stdout.write(
    `${tried} texts from seed ${seed}: ${counts.refused} refused, ${counts.judged} judged, ${counts.fault} faults\n`,
  );
  for (const [kind, times] of kinds) process.stdout.write(`${times} x ${kind}\n`);
  return counts.fault === 0 ? 0 : 1;
}

/** Faults of a kind differ in names and numbers only. */
function nameKind({ at, what }: Extract<Outcome, { is: "fault" }>): string {
  return `${at}: ${what.replace(/'[^']*'|\d+/g, "_").slice(0, 100)}`;
}

async function tell(
  text: string,
  seed: number,
  kind: string,
  examine: (text: string) => Promise<Outcome>,
): Promise<void> {
  process.stderr.write(`seed ${seed}: ${kind}; making it smaller\n`);
  const until = performance.now() + SHRINK_MILLISECONDS;
  const small = await shrinkText(text, async (candidate) => {
    if (performance.now() > until) return false;
    const outcome = await examine(candidate);
    return outcome.is === "fault" && nameKind(outcome) === kind;
  });
  mkdirSync(FOUND, { recursive: true });
  const path = fileURLToPath(new URL(`input-${seed}.spdl`, FOUND));
  writeFileSync(path, small);
  process.stdout.write(`seed ${seed}: ${kind}\n${small.slice(0, 2000)}\n${path}\n\n`);
}

/** A thread that is ended and started again when it takes too long. */
function openThread(): { examine: (text: string) => Promise<Outcome>; close: () => Promise<unknown> } {
  let worker: Worker;
  let answer: (outcome: Outcome) => void = () => undefined;
  const start = (): void => {
    worker = new Worker(WORKER);
    worker.on("message", (outcome: Outcome) => answer(outcome));
    worker.on("error", (error) => answer({ is: "fault", at: "process", what: `${error.name}: ${error.message}` }));
  };
  const examine = async (text: string): Promise<Outcome> => {
    const outcome = await new Promise<Outcome>((resolve) => {
      const timer = setTimeout(resolve, MOST_MILLISECONDS, { is: "fault", at: "process", what: TOO_LONG });
      answer = (one) => {
        clearTimeout(timer);
        resolve(one);
      };
      worker.postMessage(text);
    });
    if (outcome.is === "fault" && outcome.at === "process") {
      answer = () => undefined;
      await worker.terminate();
      start();
    }
    return outcome;
  };
  start();
  return { examine, close: () => worker.terminate() };
}
