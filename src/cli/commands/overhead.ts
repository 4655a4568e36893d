/** `assay overhead`: what proxy re-encryption costs, in bytes and milliseconds. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseCount } from "../parse-options.ts";
import type { OverheadFlags } from "../run/overhead.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay overhead                                     the paper's Table I, real bytes, times, growth with users
  assay overhead --backend mcl --users 20            one back end, fewer users
  assay overhead --format markdown --svg reports/    tables for a document, and the plots of Fig. 2

Exit status: 2 wrong input or usage, 130 interrupted, 0 otherwise.
`;

/** Adds the command to the program. */
export function addOverhead(
  program: Command,
  finish: (work: Promise<ExitStatus>) => Promise<void>,
  terminal: Terminal,
) {
  program
    .command("overhead")
    .description("measure sizes and times of the proxy re-encryption")
    .addOption(
      new Option("--backend <backend>", "implementation of the curve (default: both)").choices(["noble", "mcl"]),
    )
    .option("--rounds <number>", "rounds of timing (default: 15)", parseCount)
    .option("--users <number>", "most users for the growth curves (default: 50)", parseCount)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json", "markdown"]).default("text"))
    .option("--svg <folder>", "write growth-enc.svg and growth-query.svg to this folder")
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((flags: OverheadFlags) =>
      finish(import("../run/overhead.ts").then(({ runOverhead }) => runOverhead(flags, terminal))),
    );
}
