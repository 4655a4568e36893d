/** `assay derive`: the BAN logic of a protocol, or of a corpus of analyses. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { collect } from "../parse-options.ts";
import type { DeriveFlags } from "../run/derive.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay derive phr-sharing                       every goal with its proof, or the assumptions it lacks
  assay derive needham-schroeder --goal g4 --format latex > g4.tex
  assay derive --corpus corpus.json              one line for each goal of a corpus

How to read a derivation: docs/ban.md.
`;

/** Adds the command to the program. */
export function addDerive(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("derive")
    .description("derive the goals of BAN logic, or list the assumptions that are missing")
    .argument("[what...]", "names of protocols, or protocol.ts files")
    .option("--goal <name>", "only this goal; repeatable", collect, [])
    .addOption(
      new Option("--format <format>", "output format").choices(["text", "json", "latex", "markdown"]).default("text"),
    )
    .option("--corpus <file>", "derive the goals of this corpus instead")
    .option("--strict", "require an originator on every ciphertext under a shared key")
    .addHelpText("after", EXAMPLES)
    .action((words: string[], flags: DeriveFlags) =>
      finish(
        flags.corpus === undefined
          ? import("../run/derive.ts").then(({ runDerive }) => runDerive(words, flags, terminal))
          : import("../run/derive-corpus.ts").then(({ runCorpus }) =>
              runCorpus(words, flags, flags.corpus ?? "", terminal),
            ),
      ),
    );
}
