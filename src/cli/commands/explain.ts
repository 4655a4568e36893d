/** `assay explain`: what a diagnostic's code is about. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../assess/exit-status.ts";
import type { ExplainFlags } from "../run/explain.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay explain CP201
  assay explain                        lists all codes
  assay explain --format markdown      a page with all of them
`;

/** Adds the command to the program. */
export function addExplain(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("explain")
    .description("say what a diagnostic is about")
    .argument("[code]", "a code such as CP201")
    .addOption(new Option("--format <format>", "how to print all codes").choices(["text", "markdown"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((code: string | undefined, { format }: ExplainFlags) =>
      finish(import("../run/explain.ts").then(({ runExplain }) => runExplain(code, format, terminal))),
    );
}
