/** `assay explain`: what a diagnostic's code is about, or one finding in full. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { ExplainFlags } from "../run/explain.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay explain CP201
  assay explain phr-sharing "DU Secret M"    judges the claim and prints the finding in full
  assay explain                        lists all codes
  assay explain --format markdown      prints all codes as a page
`;

/** Adds the command to the program. */
export function addExplain(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("explain")
    .description("explain a diagnostic, or print the finding on a claim in full")
    .argument("[what]", "a code such as CP201, or a protocol or model")
    .argument("[claim]", "of a protocol or model: a role, kind, name or label")
    .addOption(
      new Option("--format <format>", "output format for all codes").choices(["text", "markdown"]).default("text"),
    )
    .addHelpText("after", EXAMPLES)
    .action((what: string | undefined, claim: string | undefined, { format }: ExplainFlags) =>
      finish(
        what === undefined || claim === undefined
          ? import("../run/explain.ts").then(({ runExplain }) => runExplain(what, format, terminal))
          : import("../run/explain-claim.ts").then(({ runExplainClaim }) => runExplainClaim(what, claim, terminal)),
      ),
    );
}
