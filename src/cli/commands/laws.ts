/** `assay laws`: every rule of every theory, run against the code behind it. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseCount } from "../parse-options.ts";
import type { LawsFlags } from "../run/laws.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay laws                                    every theory, 25 draws a law
  assay laws pre --backend mcl --draws 2000     one theory, 2000 draws a law
  assay laws pre --seed 7 --format json

Exit status: 1 a law is broken, 2 wrong input or usage, 130 interrupted, 0 otherwise.
`;

/** Adds the command to the program. */
export function addLaws(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("laws")
    .description("test the rules of the theories against their implementations")
    .argument("[theory]", "the name of a theory, such as pre (default: all)")
    .option("--draws <number>", "draws of values for each law (default: 25)", parseCount)
    .addOption(
      new Option("--backend <backend>", "implementation of the curve").choices(["noble", "mcl"]).default("noble"),
    )
    .option("--seed <text>", "seed of the values", "1")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((theory: string | undefined, flags: LawsFlags) =>
      finish(import("../run/laws.ts").then(({ runLawsCommand }) => runLawsCommand(theory, flags, terminal))),
    );
}
