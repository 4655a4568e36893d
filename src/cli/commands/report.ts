/** `assay report`: a stored assessment in another format, without analysing again. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { REPORT_FORMATS } from "../../api/report-formats.ts";
import type { ReportFlags } from "../run/report.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay report reports/assessment.json                                  for the terminal
  assay report reports/assessment.json --format latex --out paper/verdicts.tex
  assay report reports/assessment.json --format html --out site/        HTML needs a folder
  assay report --merge assessment-*-of-8.json --format json --out all.json    merges the parts of --shard
`;

/** Adds the command to the program. */
export function addReport(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("report")
    .description("render a stored assessment without judging again")
    .argument("<assessment...>", "an assessment.json of audit or verify; with --merge, all parts")
    .addOption(new Option("--format <format>", "output format").choices(REPORT_FORMATS).default("text"))
    .option("--merge", "merge the parts of one assessment")
    .option("--out <path>", "write to a file, or to a folder for html, instead of stdout")
    .addHelpText("after", EXAMPLES)
    .action((paths: readonly string[], flags: ReportFlags) =>
      finish(import("../run/report.ts").then(({ runReport }) => runReport(paths, flags, terminal))),
    );
}
