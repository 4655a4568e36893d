/** Parties in TypeScript: a module on a thread of its own, or objects of this very process in a test. */
import { Worker } from "node:worker_threads";
import { locateThread } from "../files/own-files.ts";
import { Failed } from "../live/generic/failed.ts";
import { type Channel, MOST_ANSWER } from "./channel.ts";
import { failSilent } from "./child.ts";
import { answerFor, type Parties } from "./parties.ts";

/** MiB that the heap of a module may take. */
const MOST_HEAP = 256;

/** Starts the module on a thread. */
export function openModule(file: string): Channel {
  const { filename, execArgv } = locateThread("module-thread", "implementations/module-thread.ts");
  const thread = new Worker(filename, {
    execArgv,
    workerData: file,
    resourceLimits: { maxOldGenerationSizeMb: MOST_HEAP },
    stdout: true,
    stderr: true,
  });
  // What it writes is nobody's: the result of a command is on these.
  thread.stdout.resume();
  thread.stderr.resume();
  thread.unref();
  let id = 0;
  let ended: string | undefined;
  let waiting: { readonly id: number; readonly settle: (end: string | Failed) => void } | undefined;
  const close = (): void => {
    ended ??= "Its thread was ended.";
    void thread.terminate();
  };
  thread.on("error", (error: unknown) => {
    ended ??= error instanceof Error ? `${error.name}: ${error.message}` : "It threw something.";
    waiting?.settle(new Failed("ended", "thread", ended));
  });
  thread.on("exit", () => {
    ended ??= "Its thread has ended.";
    waiting?.settle(new Failed("ended", "thread", ended));
  });
  thread.on("message", (message: { readonly id: number; readonly said: string }) => {
    if (message.id === waiting?.id) waiting.settle(message.said);
  });
  return {
    close,
    ask: (request, milliseconds) =>
      new Promise((resolve, reject) => {
        const at = request.do;
        if (ended !== undefined) return reject(new Failed("ended", at, ended));
        id += 1;
        thread.ref();
        const settle = (end: string | Failed): void => {
          clearTimeout(timer);
          waiting = undefined;
          thread.unref();
          if (end instanceof Failed) {
            close();
            reject(new Failed(end.failure.kind, at, end.failure.because));
          } else if (end.length > MOST_ANSWER) {
            close();
            reject(new Failed("flood", at, `Its answer has more than ${MOST_ANSWER} characters.`));
          } else resolve(JSON.parse(end) as unknown);
        };
        const timer = setTimeout(() => settle(failSilent(undefined, at, milliseconds)), milliseconds);
        waiting = { id, settle };
        thread.postMessage({ id, request });
      }),
  };
}

/** Parties of this process. One that never gives its turn back is not ended. */
export function openParties(parties: Parties): Channel {
  const answer = answerFor(parties);
  return {
    close: () => undefined,
    ask: (request, milliseconds) => {
      let timer: NodeJS.Timeout | undefined;
      const silence = new Promise<never>((_, reject) => {
        timer = setTimeout(() => reject(failSilent(undefined, request.do, milliseconds)), milliseconds);
      });
      return Promise.race([answer(request), silence]).finally(() => clearTimeout(timer));
    },
  };
}
