/** `assay live`: a complete sharing of a health record, by parties that run the protocol's own description. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { LiveFlags } from "../run/live.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay live phr-sharing
  assay live phr-sharing --variant hardened --backend mcl --record bundle.json
  assay live phr-sharing --seed demo --transcript transcript.json
  assay live phr-sharing --store sharing/       run it again to resume
`;

/** Adds the command to the program. */
export function addLive(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("live")
    .description("run one sharing on real keys, chains, storage and a network")
    .argument("<protocol>", "phr-sharing, or a protocol.ts with the same roles")
    .addOption(
      new Option("--variant <variant>", "variant of the protocol").choices(["literal", "hardened"]).default("literal"),
    )
    .addOption(new Option("--backend <name>", "implementation of the curve").choices(["noble", "mcl"]).default("noble"))
    .option("--record <file>", "FHIR resource to share, as JSON (default: a small bundle)")
    .option("--transcript <file>", "write every message, log and chain entry to this file, as JSON")
    .option("--seed <text>", "derive all randomness from this text; the keys are then no secret")
    .option("--store <folder>", "keep chains and records in this folder; resume from it")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((protocol: string, flags: LiveFlags) =>
      finish(import("../run/live.ts").then(({ runLive }) => runLive(protocol, flags, terminal))),
    );
}
