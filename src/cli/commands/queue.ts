/** `assay queue`: what runs where. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { QueueFlags } from "../run/queue.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay queue redis://127.0.0.1:6379            what waits, and what runs where
  assay queue redis://127.0.0.1:6379 --drain    remove what waits; running tasks end by themselves
`;

/** Adds the command to the program. */
export function addQueue(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("queue")
    .description("show what waits in a queue and what runs where, or drain it")
    .argument("<url>", "Redis that distributes the tasks")
    .option("--drain", "remove the tasks that wait")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((url: string, flags: QueueFlags) =>
      finish(import("../run/queue.ts").then(({ runQueue }) => runQueue(url, flags, terminal))),
    );
}
