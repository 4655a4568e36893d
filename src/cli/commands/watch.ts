/** `assay watch`: judges again what a saved file touches, and says what differs. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseSeconds } from "../parse-options.ts";
import type { WatchFlags } from "../run/watch.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay watch                    everything in protocol/
  assay watch phr-sharing        one protocol; Ctrl-C ends
`;

/** Adds the command to the program. */
export function addWatch(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("watch")
    .description("judge again after every save, and print the verdicts that changed")
    .argument("[what...]", "names of protocols, files or folders (default: everything in protocol/)")
    .option("--timeout <seconds>", "time for each protocol or model (default: 60)", parseSeconds)
    .addHelpText("after", EXAMPLES)
    .action((words: readonly string[], flags: WatchFlags) =>
      finish(import("../run/watch.ts").then(({ runWatch }) => runWatch(words, flags, terminal))),
    );
}
