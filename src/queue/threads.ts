/** Threads of this process that do tasks, one each at a time. One whose task is not wanted or takes too long is ended. */
import { Worker } from "node:worker_threads";
import type { ThreadStart } from "../files/own-files.ts";
import type { ThreadSaid } from "./answer-texts.ts";

/** How threads are started. */
export interface ThreadsOptions {
  readonly count: number;
  readonly thread: ThreadStart;
  /** Start data of each. */
  readonly data?: unknown;
  /** The heap of each; undefined: what Node.js gives. */
  readonly mebibytes?: number | undefined;
}

/** Threads that wait for tasks. */
export interface Threads {
  readonly count: number;
  /** Does a task; tells when it begins. Rejects with an AbortError when it is stopped, and with an Error where it fails. */
  readonly run: (text: string, signal: AbortSignal, begin?: () => void) => Promise<string>;
  readonly close: () => Promise<void>;
}

/** Opens threads; each is started when there is a task for it. */
export function openThreads({ count, mebibytes, thread, data }: ThreadsOptions): Threads {
  const idle: Worker[] = [];
  const waiting: (() => void)[] = [];
  let running = 0;
  const start = (): Worker => {
    const { filename, execArgv } = thread;
    const resourceLimits = mebibytes === undefined ? {} : { maxOldGenerationSizeMb: mebibytes };
    return new Worker(filename, { execArgv, workerData: data, resourceLimits });
  };
  const enter = async (): Promise<void> => {
    if (running < count) running += 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) running -= 1;
    else next();
  };
  return {
    count,
    async run(text, signal, begin) {
      await enter();
      try {
        signal.throwIfAborted();
        const worker = idle.pop() ?? start();
        begin?.();
        const said = await ask(worker, text, signal);
        idle.push(worker);
        if (said.is === "done") return said.text;
        throw new Error(said.message);
      } finally {
        leave();
      }
    },
    async close() {
      await Promise.all(idle.splice(0).map((worker) => worker.terminate()));
    },
  };
}

/** Asks a thread; it is gone where that fails. */
async function ask(worker: Worker, text: string, signal: AbortSignal): Promise<ThreadSaid> {
  let forget: () => void = () => undefined;
  try {
    return await new Promise<ThreadSaid>((resolve, reject) => {
      const stop = (): void => reject(signal.reason as Error);
      const end = (): void => reject(new Error("The thread ended."));
      worker.on("message", resolve).on("error", reject).on("exit", end);
      signal.addEventListener("abort", stop, { once: true });
      forget = () => {
        worker.off("message", resolve).off("error", reject).off("exit", end);
        signal.removeEventListener("abort", stop);
      };
      worker.postMessage(text);
    });
  } catch (error) {
    // Whatever it says now, nobody asked.
    worker.on("error", () => undefined);
    await worker.terminate();
    throw error;
  } finally {
    forget();
  }
}
