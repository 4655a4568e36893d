/** Runs `assay worker`. */
import { availableParallelism } from "node:os";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { serveQueue } from "../../lenses/games/workers/queue-worker.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { count } from "../../core/verdict/words.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface WorkerFlags {
  readonly queue: string;
  readonly workers?: number;
  readonly adversary: readonly string[];
}

/** Runs the command, until it is interrupted. Throws DiagnosticError for what a person can mend. */
export async function runWorker({ queue, workers, adversary }: WorkerFlags, terminal: Terminal): Promise<ExitStatus> {
  const interruption = awaitInterruption(terminal);
  const options = { url: queue, workers: workers ?? availableParallelism(), files: adversary };
  interruption.arm();
  try {
    terminal.note("Playing what comes; Ctrl-C stops.\n");
    const { pieces, plays } = await serveQueue(
      options,
      (text) => terminal.note(`${sanitise(text)}\n`),
      interruption.signal,
    );
    terminal.print(`${count(plays, "play")} in ${count(pieces, "piece")}.\n`);
    return EXIT.interrupted;
  } finally {
    interruption.disarm();
  }
}
