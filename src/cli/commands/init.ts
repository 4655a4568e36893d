/** `assay init`: a new repository, or a new protocol in one. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseRoles } from "../parse-options.ts";
import type { InitFlags } from "../run/init.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay init                                           asks, where there is a terminal
  assay init --protocol key-exchange --roles C,S       in this folder; adds to a repository that is there
  assay init ../new --protocol login --ci github
`;

/** Adds the command to the program. */
export function addInit(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("init")
    .description("write a new protocol, and the repository around it where there is none")
    .argument("[folder]", "where; made as needed", ".")
    .option("--protocol <name>", "the name of the protocol (default: challenge-response)")
    .option("--roles <first,second>", "who begins and who answers (default: I,R)", parseRoles)
    .addOption(new Option("--ci <where>", "a workflow that audits (default: none)").choices(["github", "none"]))
    .addHelpText("after", EXAMPLES)
    .action((folder: string, flags: InitFlags) =>
      finish(import("../run/init.ts").then(({ runInit }) => runInit(folder, flags, terminal))),
    );
}
