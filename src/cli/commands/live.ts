/** `assay live`: one execution of a protocol, by parties that run its own description in the system beside it. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import type { LiveFlags } from "../run/live.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay live needham-schroeder
  assay live phr-sharing
  assay live phr-sharing --variant hardened --backend mcl --record bundle.json
  assay live phr-sharing --variant firewalled   devices behind firewalls
  assay live phr-sharing --seed demo --transcript transcript.json
  assay live needham-schroeder-lowe --implementation examples/needham-schroeder-lowe/implementation.yaml
  assay live phr-sharing --store sharing/       run it again to resume
  assay live phr-sharing --processes            each party a process of its own, over TLS
`;

/** Adds the command to the program. */
export function addLive(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("live")
    .description("run a protocol once, on real keys and bytes; with its own system, on chains and storage too")
    .argument("<protocol>", "a protocol; a folder system/ beside its protocol.ts runs it, if there is one")
    .option("--variant <variant>", "a variant of the protocol, as its system names it")
    .addOption(new Option("--backend <name>", "implementation of the curve").choices(["noble", "mcl"]).default("noble"))
    .option(
      "--record <file>",
      "data to run it on; phr-sharing shares a FHIR resource in JSON (default: a small bundle)",
    )
    .option("--transcript <file>", "write every message, log and chain entry to this file, as JSON")
    .option(
      "--implementation <file>",
      "your own implementation plays its roles: its file, or its name in assay.config.yaml",
    )
    .option("--seed <text>", "derive all randomness from this text; the keys are then not secret")
    .option("--store <folder>", "keep chains and records in this folder; resume from it")
    .option("--ipfs <address>", "keep records in the IPFS node with this RPC API, such as http://127.0.0.1:5001")
    .option("--processes", "run each party as a process of its own, over mutual TLS on 127.0.0.1")
    .option(
      "--passphrase-file <file>",
      "the passphrase of the key files that --processes keeps in --store (default: ASSAY_PASSPHRASE)",
    )
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .addHelpText("after", EXAMPLES)
    .action((protocol: string, flags: LiveFlags) =>
      finish(import("../run/live.ts").then(({ runLive }) => runLive(protocol, flags, terminal))),
    );
}
