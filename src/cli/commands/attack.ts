/** `assay attack`: symbolic attacks executed on bytes. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { collect, parseCount, parseSeconds } from "../parse-options.ts";
import type { AttackFlags } from "../run/attack.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay attack needham-schroeder
  assay attack needham-schroeder --claim "R secret Nr" --steps
  assay attack needham-schroeder-lowe --implementation examples/needham-schroeder-lowe/implementation.yaml
  assay attack phr-sharing --backend mcl --format json > executed.json
`;

/** Adds the command to the program. */
export function addAttack(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("attack")
    .description("execute the symbolic attacks on a protocol's claims on real bytes, and every way to reach them")
    .argument("<protocol>", "a protocol, or its protocol.ts")
    .option("--claim <which>", "only this role, kind, name or label; repeatable", collect, [])
    .option("--timeout <seconds>", "time for the search of one claim (default: 20)", parseSeconds)
    .option("--max-runs <number>", "attacks of at most this many runs (default: 5)", parseCount)
    .addOption(new Option("--backend <name>", "implementation of the curve").choices(["noble", "mcl"]).default("noble"))
    .option("--implementation <file>", "on your own implementation: its file, or its name in assay.config.yaml")
    .option("--seed <text>", "derive all randomness from this text (default: 0)")
    .option("--steps", "show every step with its bytes")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((protocol: string, flags: AttackFlags) =>
      finish(import("../run/attack.ts").then(({ runAttack }) => runAttack(protocol, flags, terminal))),
    );
}
