/** The thread that does jobs for others, one after the other; whoever started it ends it when a job takes too long. */
import { getHeapStatistics } from "node:v8";
import { workerData } from "node:worker_threads";
import { LENSES } from "../../lenses/registry.ts";
import type { Conditions } from "../../lenses/conditions.ts";
import { answerTexts } from "../../queue/answer-texts.ts";
import { doJudge, type TrustedCode } from "./do-judge.ts";

/** Start data of the thread. */
export interface ThreadStart {
  readonly code: TrustedCode;
  /** By the name of a lens, where its program is. */
  readonly programs: Readonly<Record<string, string | undefined>>;
}

/** More of the heap is left to Node.js than a search needs, so that it ends by itself. */
const SHARE = 0.75;

const { code, programs } = workerData as ThreadStart;
const lenses = Promise.all(
  LENSES.map(async (lens) => (await lens.findProgram?.({ environment: process.env, configured: programs })) ?? lens),
);
const conditions: Conditions = {
  now: () => performance.now(),
  pause: () => new Promise((resolve) => setImmediate(resolve)),
  signal: new AbortController().signal,
  memory: {
    limit: getHeapStatistics().heap_size_limit * SHARE,
    used: () => getHeapStatistics().used_heap_size,
    collect: () => undefined,
  },
};

answerTexts((text) => lenses.then((all) => doJudge(text, all, code, conditions)));
