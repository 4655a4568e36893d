/** Threads of this process that do jobs of lenses. */
import { locateThread } from "../../files/own-files.ts";
import { openThreads, type Threads, type ThreadsOptions } from "../../queue/threads.ts";
import type { ThreadStart } from "./judge-thread.ts";

/** Threads that wait for jobs. */
export type JudgeThreads = Threads;

/** Opens threads; each is started when there is a job for it. */
export function openJudgeThreads({
  count,
  mebibytes,
  code,
  programs,
}: Pick<ThreadsOptions, "count" | "mebibytes"> & ThreadStart): JudgeThreads {
  const thread = locateThread("judge-thread", "assess/elsewhere/judge-thread.ts");
  return openThreads({ count, mebibytes, thread, data: { code, programs } satisfies ThreadStart });
}
