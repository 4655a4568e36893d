/** Whoever does pieces of a hunt: threads of this process, or workers of a queue, of whom some pieces are done again here. */
import { fileURLToPath } from "node:url";
import { DiagnosticError } from "../../src/core/diagnostic/diagnostic.ts";
import { diagnose } from "../../src/files/diagnostics.ts";
import type { Coordinator } from "../../src/queue/coordinator.ts";
import { Sample, SAMPLE_SHARE, tellChance } from "../../src/queue/sample.ts";
import type { Handler } from "../../src/queue/serve.ts";
import { openThreads, type Threads } from "../../src/queue/threads.ts";
import { type HuntPiece, type HuntResult, readResult } from "./piece.ts";

/** The kind of such tasks. */
export const HUNT = "hunt";

/** Does pieces, as many at once as is best. */
export interface Hunters {
  readonly width: number;
  readonly run: (piece: HuntPiece, signal: AbortSignal) => Promise<HuntResult>;
  /** Does again here what is still to be done again. Rejects with DiagnosticError (AS150). */
  readonly settle: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Threads that hunt. */
export function openHuntThreads(count: number): Threads {
  const hooks = fileURLToPath(new URL("../../bin/register-typescript.mjs", import.meta.url));
  const filename = fileURLToPath(new URL("thread.ts", import.meta.url));
  return openThreads({ count, thread: { filename, execArgv: ["--import", hooks] } });
}

/** Threads of this process. */
export function huntOnThreads(threads: Threads): Hunters {
  return {
    // Behind a slow piece others are begun.
    width: threads.count * 4,
    run: async (piece, signal) => readResult(await threads.run(JSON.stringify(piece), signal), piece),
    settle: () => Promise.resolve(),
    close: () => threads.close(),
  };
}

/** Does pieces of a queue on threads. */
export function serveHunt(threads: Threads): Handler {
  return (body, signal) => threads.run(body, signal);
}

/** Workers of a queue; `here` does some of it again. Throws DiagnosticError (AS147) for a queue without a key. */
export function huntOnQueue(queue: Coordinator, here: Hunters, note: (text: string) => void): Hunters {
  if (!queue.isSealed) {
    throw new DiagnosticError([
      diagnose("AS147", "That nothing was found is taken under a key only, and there is none."),
    ]);
  }
  const sample = new Sample<{ readonly piece: HuntPiece; readonly said: HuntResult }>(
    async ({ piece, said }, worker, signal) => {
      if (JSON.stringify(await here.run(piece, signal)) === JSON.stringify(said)) return;
      const message = `${nameOf(piece)} come to something else here than ${worker} says.`;
      throw new DiagnosticError([{ ...diagnose("AS150", message), severity: "error" }]);
    },
  );
  return {
    width: queue.width,
    run: async (piece, signal) => {
      const answers = await queue.ask(
        {
          kind: HUNT,
          body: JSON.stringify(piece),
          name: nameOf(piece),
          read: (text) => readResult(text, piece),
          differ: (one, other) => (JSON.stringify(one) === JSON.stringify(other) ? undefined : nameOf(piece)),
        },
        signal,
      );
      for (const { worker, value } of answers) await sample.take({ piece, said: value }, worker, signal);
      return answers[0].value;
    },
    settle: async (signal) => {
      for (const { worker, items, again } of await sample.settle(signal))
        note(
          `${worker}: ${again} of ${items} pieces done again here and equal. Had it falsified one of them, ` +
            `it would go unnoticed ${tellChance(items, 1, SAMPLE_SHARE)}.`,
        );
    },
    close: async () => {
      await queue.close();
      await here.close();
    },
  };
}

function nameOf({ subject, seed, seeds }: HuntPiece): string {
  return `the ${subject} seeds ${seed} to ${seed + seeds - 1}`;
}
