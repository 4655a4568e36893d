/** `assay verify`: every claim of the named protocols and models, judged. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { collect, parseCount, parseEngines, parseMatch, parseSeconds } from "../parse-options.ts";
import { ENGINES } from "../../findings/engines.ts";
import type { Terminal } from "../terminal.ts";
import type { VerifyFlags } from "../run/verify.ts";

const EXAMPLES = `
Examples:
  assay verify phr-sharing                    the protocol in protocol/phr-sharing/
  assay verify models/ns3.spdl models/more/   SPDL models, and everything below a folder
  assay verify phr-sharing --claim "DU Secret M" --unbounded
  assay verify models/ --format json > assessment.json
`;

/** Adds the command to the program. */
export function addVerify(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("verify")
    .description("judge every claim: holds, attack, vacuous or inconclusive")
    .argument("<what...>", "names of protocols, protocol.ts files, .spdl files, or folders")
    .option("--timeout <seconds>", "time for each protocol or model (default: 60)", parseSeconds)
    .option("--max-runs <number>", "search patterns of at most this many runs (default: 5)", parseCount)
    .addOption(new Option("--unbounded", "search patterns of any number of runs").conflicts("maxRuns"))
    .option("--max-states <number>", "give up a claim after this many patterns (default: 10000000)", parseCount)
    .option("--max-memory <MiB>", "give up a claim at this use of memory (default: 3/4 of the heap)", parseCount)
    .addOption(
      new Option(
        "--engine <engines>",
        `engines that judge: ${ENGINES.join(", ")}, several with commas, both or all (default: native)`,
      ).argParser(parseEngines),
    )
    .option("--match <0|1|2>", "0: typed, 1: basic type flaws, 2: untyped", parseMatch)
    .option("--auto-claims", "judge the standard claims instead of those in the file")
    .option("--injective", "also judge injective synchronisation and agreement")
    .option("--honest", "also find who must be honest for each claim that holds")
    .option("--claim <which>", "only this role, kind, name or label; repeatable", collect, [])
    .option("--queue <url>", "have workers judge, through this Redis")
    .option("--redundancy <number>", "queue: workers that do each job, and must agree (default: 1)", parseCount)
    .option("--workers <number>", "judge on this many threads, each with its own memory (default: none)", parseCount)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((words: string[], flags: VerifyFlags) =>
      finish(import("../run/verify.ts").then(({ runVerify }) => runVerify(words, flags, terminal))),
    );
}
