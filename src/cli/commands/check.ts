/** `assay check`: what is wrong with descriptions and models, without judging a claim. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay check phr-sharing
  assay check protocol/ models/ns3.spdl
`;

/** Adds the command to the program. */
export function addCheck(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("check")
    .description("check descriptions and models without judging them")
    .argument("<what...>", "names of protocols, protocol.ts files, .spdl files, or folders")
    .addHelpText("after", EXAMPLES)
    .action((words: string[]) => finish(import("../run/check.ts").then(({ runCheck }) => runCheck(words, terminal))));
}
