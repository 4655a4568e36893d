/** `assay init`: a new repository, or a new protocol in one. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseRoles } from "../parse-options.ts";
import type { InitFlags } from "../run/init.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay init                                           asks on a terminal
  assay init --protocol key-exchange --roles C,S       in this folder; adds to an existing repository
  assay init ../new --protocol login --ci github
`;

/** Adds the command to the program. */
export function addInit(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("init")
    .description("create a protocol, and a repository around it if there is none")
    .argument("[folder]", "folder to write to; created if needed", ".")
    .option("--protocol <name>", "the name of the protocol (default: challenge-response)")
    .option("--roles <first,second>", "initiator and responder (default: I,R)", parseRoles)
    .addOption(
      new Option("--ci <where>", "write a workflow that runs the audit (default: none)").choices(["github", "none"]),
    )
    .addHelpText("after", EXAMPLES)
    .action((folder: string, flags: InitFlags) =>
      finish(import("../run/init.ts").then(({ runInit }) => runInit(folder, flags, terminal))),
    );
}
