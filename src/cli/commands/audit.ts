/** `assay audit`: everything in `protocol/`, compared with what is expected, and reported. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { ENGINE_CHOICES } from "../../lenses/options.ts";
import { parseCount, parseSeconds, parseShard } from "../parse-options.ts";
import type { Terminal } from "../terminal.ts";
import type { AuditFlags } from "../run/audit.ts";

const EXAMPLES = `
Examples:
  assay audit                  needs protocol/<name>/protocol.ts with expected.yaml beside it
  assay audit --timeout 300
  assay audit --check          fails when reports/ is not that of the sources
  assay audit --full           games and network searches at length: minutes instead of seconds
  assay audit --changed main   only what has changed since a commit; writes nothing
  assay audit --shard 2/8      the second part of eight, for assay report --merge
`;

/** Adds the command to the program. */
export function addAudit(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("audit")
    .description("judge everything in protocol/, compare with expected.yaml, and write reports/")
    .option("--timeout <seconds>", "for each protocol or model (default: 60)", parseSeconds)
    .option("--max-memory <MiB>", "give up a claim when so much is in use (default: 3/4 of the heap)", parseCount)
    .option("--injective", "judge every synchronisation and agreement injectively as well")
    .addOption(new Option("--engine <engine>", "who judges (default: native)").choices(ENGINE_CHOICES))
    .option("--full", "the long form: 600 plays of every game, 2000 sequences of the network adversary")
    .option("--check", "write nothing; fail when the reports there are not those of the sources")
    .option("--shard <i/n>", "only one part of the protocols, and only its assessment", parseShard)
    .option("--changed <reference>", "only protocols with files that are not as in this git commit; write nothing")
    .option("--no-cache", "find every verdict anew")
    .addOption(new Option("--format <format>", "what to print").choices(["text", "json"]).default("text"))
    .option("--quiet", "no progress")
    .addHelpText("after", EXAMPLES)
    .action((flags: AuditFlags) => finish(import("../run/audit.ts").then(({ runAudit }) => runAudit(flags, terminal))));
}
