/** `assay worker`: plays what others hand to a queue. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { collect, parseCount, parseSeconds } from "../parse-options.ts";
import type { WorkerFlags } from "../run/worker.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay worker --queue rediss://worker:secret@queue.example:6379 --workers 8 --max-memory 2000
  assay worker --queue redis://127.0.0.1 --adversary games/phr-sharing/mine.ts

It works until it is stopped. Adversaries in files are played only if they are named here, and no code of a protocol is
run without --trust-code.
`;

/** Adds the command to the program. */
export function addWorker(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("worker")
    .description("do the tasks of commands with --queue: plays, and jobs of every lens")
    .requiredOption("--queue <url>", "Redis that distributes the tasks")
    .option("--workers <number>", "threads (default: one for each processor)", parseCount)
    .option("--timeout <seconds>", "give up a task after this time (default: never)", parseSeconds)
    .option("--max-memory <MiB>", "heap of each thread that judges (default: Node.js's own)", parseCount)
    .option("--trust-code", "run the live systems in this folder's protocol/; jobs of the network adversary need them")
    .option("--adversary <file>", "an adversary that this worker may play; repeatable", collect, [])
    .addHelpText("after", EXAMPLES)
    .action((flags: WorkerFlags) =>
      finish(import("../run/worker.ts").then(({ runWorker }) => runWorker(flags, terminal))),
    );
}
