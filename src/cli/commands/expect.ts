/** `assay expect`: an `expected.yaml` to start from. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseSeconds } from "../parse-options.ts";
import type { ExpectFlags } from "../run/expect.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay expect my-protocol                                              print it
  assay expect my-protocol > protocol/my-protocol/expected.yaml         then fill in each why

A verdict found is not yet understood: assay audit rejects the file until every why is a sentence.
`;

/** Adds the command to the program. */
export function addExpect(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("expect")
    .description("print an expected.yaml with the verdicts found and an empty why for each")
    .argument("<protocol>", "name of a protocol, or a protocol.ts")
    .option("--timeout <seconds>", "time for each claim", parseSeconds)
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((word: string, flags: ExpectFlags) =>
      finish(import("../run/expect.ts").then(({ runExpect }) => runExpect(word, flags, terminal))),
    );
}
