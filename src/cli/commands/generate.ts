/** `assay generate`: models for other tools and BAN derivations of every protocol, written or compared, or of one source. */
import { type Command, Option } from "commander";
import { listFormats } from "../../lenses/registry.ts";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay generate                        writes scyther/, proverif/, tamarin/ (as configured) and ban/ for all of protocol/
  assay generate --check                fails when a generated file is out of date
  assay generate m.spdl --to proverif   prints a ProVerif model of m.spdl
`;

/** Adds the command to the program. */
export function addGenerate(
  program: Command,
  finish: (work: Promise<ExitStatus>) => Promise<void>,
  terminal: Terminal,
) {
  program
    .command("generate")
    .description("write the models and derivations of every protocol, or print one source's model")
    .argument("[source]", "a protocol or SPDL file; without it, everything in protocol/")
    .option("--check", "write nothing; fail when a generated file is out of date")
    .addOption(new Option("--to <format>", "print the model of the source in this format").choices(listFormats()))
    .addHelpText("after", EXAMPLES)
    .action((source: string | undefined, flags: { check?: true; to?: string }) =>
      finish(
        source === undefined && flags.to === undefined
          ? import("../run/generate.ts").then(({ runGenerate }) =>
              runGenerate(flags.check === true ? "compare" : "write", terminal),
            )
          : import("../run/print-model.ts").then(({ printModel }) =>
              printModel({ source, format: flags.to, check: flags.check }, terminal),
            ),
      ),
    );
}
