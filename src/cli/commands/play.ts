/** `assay play`: the security experiments of a protocol, played. */
import { type Command, Option } from "commander";
import type { ExitStatus } from "../../repository/exit-status.ts";
import { parseCount, parseSeconds, parseShare } from "../parse-options.ts";
import type { PlayFlags } from "../run/play.ts";
import type { Terminal } from "../terminal.ts";

const EXAMPLES = `
Examples:
  assay play phr-sharing --game collusion              600 plays of every built-in adversary of the game
  assay play phr-sharing --game ind-prid-cpa --adversary games/phr-sharing/mine.ts
  assay play phr-sharing --game asa-surveillance --detect 0.1      as many plays as the test needs
  assay play phr-sharing --game network --time-limit 60            the network adversary, 60 seconds in all
  assay play phr-sharing --game network --replay games/phr-sharing/network/impersonated-user.json
  assay play phr-sharing --queue redis://127.0.0.1:6379            distributed to assay worker on any number of machines

How to read a result: docs/games.md.
Exit status: 1 an adversary has an advantage or breaks a goal, 2 wrong input or usage, 130 interrupted, 0 otherwise.
`;

/** Adds the command to the program. */
export function addPlay(program: Command, finish: (work: Promise<ExitStatus>) => Promise<void>, terminal: Terminal) {
  program
    .command("play")
    .description("play the security experiments of a protocol against adversaries")
    .argument("<protocol>", "the name of a protocol, or its protocol.ts")
    .option("--game <name>", "one game, or a family (the word before the colon) (default: all)")
    .option("--adversary <name>", "a built-in adversary by name, or a file.ts that exports one (default: all built-in)")
    .option("--confidence <share>", "confidence of every interval (default: 0.99)", parseShare)
    .addOption(
      new Option("--plays <number>", "plays of each adversary (default: 600); network: most sequences")
        .argParser(parseCount)
        .conflicts("detect"),
    )
    .option("--detect <advantage>", "play until an advantage of this size is found or excluded", parseShare)
    .option("--seed <text>", "seed of all randomness", "1")
    .option("--challenger-seed <hex>", "replay a file's campaign: the challenger's seed (default: drawn anew)")
    .option("--workers <number>", "threads (default: one for each processor)", parseCount)
    .option(
      "--time-limit <seconds>",
      "time for one play, which is lost beyond it; network: time for all (default: 60)",
      parseSeconds,
    )
    .option("--queue <url>", "distribute the plays to workers through this Redis")
    .option("--redundancy <number>", "queue: workers that play each piece, and must agree (default: 1)", parseCount)
    .option("--save <folder>", "network: folder for attacks found (default: .assay/attacks)")
    .option("--replay <file>", "network: play a stored attack instead of searching")
    .option("--resume", "resume an earlier invocation")
    .addOption(new Option("--format <format>", "output format").choices(["text", "json"]).default("text"))
    .option("--quiet", "print no progress")
    .addHelpText("after", EXAMPLES)
    .action((protocol: string, flags: PlayFlags) =>
      finish(import("../run/play.ts").then(({ runPlay }) => runPlay(protocol, flags, terminal))),
    );
}
