/** `assay generate`: the SPDL model and the BAN derivations of every protocol, written or compared. */
import type { Command } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay generate            writes scyther/ and ban/ for everything in protocol/
  assay generate --check    fails when a file is not what its protocol generates
`;

/** Adds the command to the program. */
export function addGenerate(
  program: Command,
  finish: (work: Promise<ExitStatus>) => Promise<void>,
  terminal: Terminal,
) {
  program
    .command("generate")
    .description("write the SPDL model of every protocol to scyther/, its derivations to ban/")
    .option("--check", "only compare; fail when something has drifted")
    .addHelpText("after", EXAMPLES)
    .action((flags: { check?: true }) =>
      finish(
        import("../run/generate.ts").then(({ runGenerate }) =>
          runGenerate(flags.check === true ? "compare" : "write", terminal),
        ),
      ),
    );
}
