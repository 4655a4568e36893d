/** `assay doctor`: what Assay finds on this machine. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { DoctorFlags } from "../run/doctor.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay doctor
  ASSAY_SCYTHER=/opt/scyther/scyther-linux assay doctor
`;

/** Adds the command to the program. */
export function addDoctor(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("doctor")
    .description("print which Node.js, Scyther and optional packages are found")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((flags: DoctorFlags) =>
      finish(import("../run/doctor.ts").then(({ runDoctor }) => runDoctor(flags, terminal))),
    );
}
