/** Runs `assay worker`. */
import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { JUDGE, serveJudging } from "../../assess/elsewhere/elsewhere.ts";
import { openJudgeThreads } from "../../assess/elsewhere/judge-threads.ts";
import { EXIT, type ExitStatus } from "../../repository/exit-status.ts";
import { loadConfig } from "../../repository/config.ts";
import { hashAdversary } from "../../lenses/games/workers/load-adversary.ts";
import { openPool } from "../../lenses/games/workers/pool.ts";
import { PLAYS, servePlays } from "../../lenses/games/workers/queue.ts";
import { type Handler, serveQueue } from "../../queue/serve.ts";
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { count } from "../../core/verdict/words.ts";
import { OWN_CODE } from "../../files/own-files.ts";
import type { Threads } from "../../queue/threads.ts";
import { awaitInterruption } from "../interruption.ts";
import type { Terminal } from "../terminal.ts";

/** Options of the command line, read. */
export interface WorkerFlags {
  readonly queue: string;
  readonly workers?: number;
  readonly timeout?: number;
  readonly maxMemory?: number;
  readonly trustCode?: true;
  readonly adversary: readonly string[];
}

/** Runs the command, until it is interrupted. Throws DiagnosticError for what a person can mend. */
export async function runWorker(flags: WorkerFlags, terminal: Terminal): Promise<ExitStatus> {
  const { queue: url, adversary, timeout, maxMemory, trustCode } = flags;
  const threadCount = flags.workers ?? availableParallelism();
  const { programs, protocols } = loadConfig();
  const interruption = awaitInterruption(terminal);
  const known = new Map(adversary.map((file) => [hashAdversary(file), file]));
  const pool = openPool(threadCount);
  const code = trustCode === true ? ({ is: "folder", protocols } as const) : ({ is: "none" } as const);
  const threads = openJudgeThreads({ count: threadCount, mebibytes: maxMemory, code, programs });
  const hunt = await openHunt(threadCount);
  const handlers = new Map<string, Handler>([
    [PLAYS, servePlays(pool, known)],
    [JUDGE, serveJudging(threads)],
    ...hunt.handlers,
  ]);
  interruption.arm();
  try {
    terminal.note("Waiting for tasks; Ctrl-C stops.\n");
    const note = (text: string): void => terminal.note(`${sanitise(text)}\n`);
    // One more than there are threads, so that none waits for the next task.
    const options = { url, concurrency: threadCount + 1, handlers, timeoutSeconds: timeout };
    const { tasks } = await serveQueue(options, note, interruption.signal);
    terminal.print(`${count(tasks, "task")} done.\n`);
    return EXIT.interrupted;
  } finally {
    interruption.disarm();
    await threads.close();
    await hunt.close();
    await pool.close();
  }
}

/** The hunt for disagreements, which only a checkout has. */
interface Hunt {
  readonly handlers: readonly (readonly [string, Handler])[];
  readonly close: () => Promise<void>;
}

async function openHunt(threads: number): Promise<Hunt> {
  const place = new URL("../../../fuzz/pieces/hunters.ts", import.meta.url);
  if (!OWN_CODE.endings.includes(".ts") || !existsSync(place)) return { handlers: [], close: () => Promise.resolve() };
  const { HUNT, openHuntThreads, serveHunt } = (await import(place.href)) as {
    readonly HUNT: string;
    readonly openHuntThreads: (count: number) => Threads;
    readonly serveHunt: (threads: Threads) => Handler;
  };
  const own = openHuntThreads(threads);
  return { handlers: [[HUNT, serveHunt(own)]], close: () => own.close() };
}
