/** `assay worker`: plays what others hand to a queue. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { collect, parseCount } from "../parse-options.ts";
import type { WorkerFlags } from "../run/worker.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay worker --queue redis://queue.example:6379
  assay worker --queue redis://127.0.0.1 --adversary games/phr-sharing/mine.ts

It plays until it is stopped. Adversaries in files are played only when they are named here.
`;

/** Adds the command to the program. */
export function addWorker(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("worker")
    .description("play batches that assay play --queue distributes")
    .requiredOption("--queue <url>", "Redis that distributes the batches")
    .option("--workers <number>", "threads (default: one for each processor)", parseCount)
    .option("--adversary <file>", "an adversary that this worker may play; repeatable", collect, [])
    .addHelpText("after", EXAMPLES)
    .action((flags: WorkerFlags) =>
      finish(import("../run/worker.ts").then(({ runWorker }) => runWorker(flags, terminal))),
    );
}
