/** `assay show`: what Assay made of a description or a model, before any claim is judged. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay show phr-sharing
  assay show models/ns3.spdl
`;

/** Adds the command to the program. */
export function addShow(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("show")
    .description("print each role's projected script and the intruder's rules")
    .argument("<what...>", "names of protocols, protocol.ts files, .spdl files, or folders")
    .addHelpText("after", EXAMPLES)
    .action((words: string[]) => finish(import("../run/show.ts").then(({ runShow }) => runShow(words, terminal))));
}
