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
  assay live phr-sharing --store sharing/       interrupted, run it again: it goes on
`;

/** Adds the command to the program. */
export function addLive(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("live")
    .description("share a record between two hospitals for real: keys, chains, storage, network")
    .argument("<protocol>", "phr-sharing, or a protocol.ts with the same roles")
    .addOption(
      new Option("--variant <variant>", "which of the two").choices(["literal", "hardened"]).default("literal"),
    )
    .addOption(new Option("--backend <name>", "who computes on the curve").choices(["noble", "mcl"]).default("noble"))
    .option("--record <file>", "the FHIR resource to share, in JSON (default: a small bundle of its own)")
    .option("--transcript <file>", "write every message, log and chain entry there, as JSON")
    .option("--seed <text>", "draw everything from it: the same run again, with keys that are no secret")
    .option("--store <folder>", "keep chains and records there, and go on from what it holds")
    .addOption(new Option("--format <format>", "how to print the result").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((protocol: string, flags: LiveFlags) =>
      finish(import("../run/live.ts").then(({ runLive }) => runLive(protocol, flags, terminal))),
    );
}
