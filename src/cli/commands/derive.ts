/** `assay derive`: the BAN logic of a protocol, or of a corpus of analyses. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { collect } from "../parse-options.ts";
import type { DeriveFlags } from "../run/derive-flags.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay derive phr-sharing                       every goal with its proof, or the assumptions it lacks
  assay derive needham-schroeder --goal g4 --format latex > g4.tex
  assay derive nessett --linear --format latex --labels nes   numbered statements, to be pasted into a paper
  assay derive --corpus corpus.json              one line for each goal of a corpus
  assay derive --corpus corpus.json --details    every goal of it with its proof, or what is missing
  assay derive nessett --check-proof proof.json  checks a proof from elsewhere

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
      new Option("--format <format>", "output format")
        .choices(["text", "json", "latex", "markdown", "html"])
        .default("text"),
    )
    .option(
      "--linear",
      "proofs as numbered statements, as papers print them: text, markdown, html, a fragment of latex",
    )
    .option("--labels <prefix>", "begin the labels of a LaTeX fragment with this", "ban")
    .option("--beliefs", "list all beliefs after each message")
    .option("--check-proof <file>", "check this proof (JSON) against the protocol instead")
    .option("--accept-illegitimate", "accept steps that are not rules of BAN logic in a checked proof, and name them")
    .option("--corpus <file>", "derive the goals of this corpus instead")
    .option("--details", "with --corpus: proofs, missing sets and lints of every scenario")
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
