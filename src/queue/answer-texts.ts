/** A thread that answers texts with texts, one after the other; whoever started it ends it when one takes too long. */
import { parentPort } from "node:worker_threads";

/** Message of the thread about a text. */
export type ThreadSaid =
  | { readonly is: "done"; readonly text: string }
  | { readonly is: "failed"; readonly message: string };

/** Answers what comes to this thread. */
export function answerTexts(answer: (text: string) => Promise<string>): void {
  parentPort?.on("message", (text: string) => {
    const say = (said: ThreadSaid): void => parentPort?.postMessage(said);
    answer(text).then(
      (done) => say({ is: "done", text: done }),
      (error: unknown) => say({ is: "failed", message: error instanceof Error ? error.message : String(error) }),
    );
  });
}
