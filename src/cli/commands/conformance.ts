/** `assay conformance`: a library of models, compared with recorded verdicts of Scyther. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { ENGINE_CHOICES } from "../../lenses/options.ts";
import { collect, parseCount, parsePattern, parseSeconds } from "../parse-options.ts";
import type { ConformanceFlags } from "../run/conformance.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay conformance models/ --verdicts scyther-verdicts.json
  assay conformance models/ --verdicts quick.json --verdicts slow.json --timeout 60 --format json --out result.json
  ASSAY_CONFORMANCE=library/ assay conformance      library/models/ and library/scyther-verdicts.json

Exit status: 1 a contradiction or a weaker verdict that no deviation explains, or a deviation that explains nothing,
3 a recorded claim undecided, 2 wrong input or usage, 0 otherwise.
`;

/** Adds the command to the program. */
export function addConformance(
  program: Command,
  finish: (work: Promise<ExitStatus>) => Promise<void>,
  terminal: Terminal,
) {
  program
    .command("conformance")
    .description("judge a library of SPDL models and compare with recorded verdicts of Scyther")
    .argument("[folder]", "where the models are, at any depth (default: from ASSAY_CONFORMANCE)")
    .option("--verdicts <file>", "recorded verdicts; may be repeated, the fuller record of a model counts", collect, [])
    .option("--timeout <seconds>", "for all claims of a model together (default: 20)", parseSeconds)
    .option("--max-runs <number>", "look at patterns of at most so many runs (default: 5)", parseCount)
    .option("--max-states <number>", "give up a claim after so many patterns (default: 10000000)", parseCount)
    .option("--max-memory <MiB>", "give up a claim when so much is in use (default: 3/4 of the heap)", parseCount)
    .option("--filter <regex>", "only models whose path matches", parsePattern)
    .addOption(
      new Option(
        "--engine <engine>",
        "who judges; scyther: whether the installed Scyther says what was recorded; both: the two compared and timed side by side",
      )
        .choices([...ENGINE_CHOICES])
        .default("native"),
    )
    .option("--explained <file>", "deviations that are understood (default: Assay's list for Scyther's library)")
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .option("--out <file>", "write the result as JSON, beside what is printed")
    .option("--quiet", "no progress")
    .addHelpText("after", EXAMPLES)
    .action((folder: string | undefined, flags: ConformanceFlags) =>
      finish(import("../run/conformance.ts").then(({ runConformance }) => runConformance(folder, flags, terminal))),
    );
}
