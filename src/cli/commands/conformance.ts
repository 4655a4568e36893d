/** `assay conformance`: a library of models, compared with recorded verdicts of Scyther. */
import { type Command, Option } from "commander";
import { CONFORMANCE_ENGINES, REFERENCE } from "../../conformance/reference.ts";
import type { ExitStatus } from "../../repository/exit-status.ts";
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
    .argument("[folder]", "folder of the models (default: from ASSAY_CONFORMANCE)")
    .option(
      "--verdicts <file>",
      "file of recorded verdicts; repeatable, the fuller record of a model counts",
      collect,
      [],
    )
    .option("--timeout <seconds>", "time for all claims of a model (default: 20)", parseSeconds)
    .option("--max-runs <number>", "search patterns of at most this many runs (default: 5)", parseCount)
    .option("--max-states <number>", "give up a claim after this many patterns (default: 10000000)", parseCount)
    .option("--max-memory <MiB>", "give up a claim at this use of memory (default: 3/4 of the heap)", parseCount)
    .option("--filter <regex>", "only models whose path matches", parsePattern)
    .addOption(
      new Option(
        "--engine <engine>",
        `engine that judges; ${REFERENCE.engine}: compare the installed ${REFERENCE.judge.name} with the record; both: compare and time the two engines`,
      )
        .choices(CONFORMANCE_ENGINES)
        .default("native"),
    )
    .option("--explained <file>", "file of explained deviations (default: Assay's list for Scyther's library)")
    .option("--queue <url>", "have workers judge, through this Redis")
    .option("--redundancy <number>", "queue: workers that do each job, and must agree (default: 1)", parseCount)
    .option("--workers <number>", "judge on this many threads, each with its own memory (default: none)", parseCount)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .option("--out <file>", "also write the result to this file, as JSON")
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((folder: string | undefined, flags: ConformanceFlags) =>
      finish(import("../run/conformance.ts").then(({ runConformance }) => runConformance(folder, flags, terminal))),
    );
}
