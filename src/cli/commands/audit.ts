/** `assay audit`: everything in `protocol/`, compared with what is expected, and reported. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseCount, parseEngines, parseSeconds, parseShard } from "../parse-options.ts";
import { ENGINES } from "../../findings/engines.ts";
import type { Terminal } from "../terminal.ts";
import type { AuditFlags } from "../run/audit.ts";

const EXAMPLES = `
Examples:
  assay audit                  judges every protocol/<name>/ against its expected.yaml
  assay audit --timeout 300
  assay audit --check          fails when reports/ is out of date
  assay audit --full           games and network searches at length: minutes instead of seconds
  assay audit --changed main   only what changed since a commit; writes nothing
  assay audit --shard 2/8      the second part of eight, for assay report --merge
`;

/** Adds the command to the program. */
export function addAudit(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("audit")
    .description("judge everything in protocol/, compare with expected.yaml, and write reports/")
    .option("--timeout <seconds>", "time for each protocol or model (default: 60)", parseSeconds)
    .option("--max-memory <MiB>", "give up a claim at this use of memory (default: 3/4 of the heap)", parseCount)
    .option("--injective", "also judge injective synchronisation and agreement")
    .addOption(
      new Option(
        "--engine <engines>",
        `engines that judge: ${ENGINES.join(", ")}, several with commas, both or all (default: native)`,
      ).argParser(parseEngines),
    )
    .option("--full", "600 plays of every game and 2000 sequences of the network adversary")
    .option("--check", "write nothing; fail when reports/ is out of date")
    .option("--shard <i/n>", "judge one part of the protocols and write only its assessment", parseShard)
    .option("--changed <reference>", "only protocols whose files changed since this git commit; write nothing")
    .option("--no-cache", "ignore stored verdicts and judge every claim again")
    .option("--queue <url>", "have workers judge, through this Redis")
    .option("--redundancy <number>", "queue: workers that do each job, and must agree (default: 1)", parseCount)
    .option("--workers <number>", "judge on this many threads, each with its own memory (default: none)", parseCount)
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((flags: AuditFlags) => finish(import("../run/audit.ts").then(({ runAudit }) => runAudit(flags, terminal))));
}
