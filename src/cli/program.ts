/**
 * Maps arguments to a command of `assay`, and its end to an exit status or a diagnostic.
 *
 * The definitions are light, so that help and mistakes are answered at once; a command loads what it needs when it runs.
 */
import { Command, CommanderError } from "commander";
import { diagnose } from "../files/diagnostics.ts";
import { EXIT, type ExitStatus } from "../repository/exit-status.ts";
import { explainError } from "../files/explain-error.ts";
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../core/diagnostic/render.ts";
import { addAttack } from "./commands/attack.ts";
import { addAudit } from "./commands/audit.ts";
import { addCheck } from "./commands/check.ts";
import { addConformance } from "./commands/conformance.ts";
import { addDerive } from "./commands/derive.ts";
import { addDoctor } from "./commands/doctor.ts";
import { addExpect } from "./commands/expect.ts";
import { addExplain } from "./commands/explain.ts";
import { addGenerate } from "./commands/generate.ts";
import { addPlay } from "./commands/play.ts";
import { addQueue } from "./commands/queue.ts";
import { addReport } from "./commands/report.ts";
import { addInit } from "./commands/init.ts";
import { addLaws } from "./commands/laws.ts";
import { addOverhead } from "./commands/overhead.ts";
import { addLive } from "./commands/live.ts";
import { addShow } from "./commands/show.ts";
import { addVerify } from "./commands/verify.ts";
import { addWorker } from "./commands/worker.ts";
import { addWatch } from "./commands/watch.ts";
import type { Terminal } from "./terminal.ts";
import { describeBuild } from "../files/build-identity.ts";
import { readVersion } from "../files/own-files.ts";

const EXAMPLES = `
Examples:
  assay audit                    judge every protocol and compare with expected.yaml
  assay verify models/ns3.spdl   judge the claims of one model
  assay explain CP201            explain a diagnostic
  assay --version --verbose      which build this is

Exit status: 0 all as expected, 1 something differs, 2 wrong input or usage, 3 something inconclusive,
70 a bug of Assay, 130 interrupted.
`;

/** Runs one command line and says how the process should end. */
export async function runCommand(words: readonly string[], terminal: Terminal): Promise<ExitStatus> {
  let status: ExitStatus = EXIT.expected;
  if (isAskedForBuild(words)) {
    terminal.print(printBuild());
    return status;
  }
  const program = buildProgram(terminal, async (work) => {
    status = await work;
  });
  try {
    await program.parseAsync([...words], { from: "user" });
    return status;
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode === 0) return EXIT.expected;
    const diagnostics = error instanceof CommanderError ? [explainUsage(error)] : explainError(error);
    if (diagnostics.length > 0) terminal.note(renderDiagnostics(diagnostics, { colour: terminal.noteColour }));
    return diagnostics.some(({ code }) => code === "AS901") ? EXIT.bug : EXIT.input;
  }
}

/** `assay --version --verbose`, in any order. */
function isAskedForBuild(words: readonly string[]): boolean {
  const isVersion = (word: string): boolean => word === "--version" || word === "-V";
  return (
    words.includes("--verbose") &&
    words.some(isVersion) &&
    words.every((word) => word === "--verbose" || isVersion(word))
  );
}

function printBuild(): string {
  const { version, digest, node, platform } = describeBuild();
  return `${version}\nbuild     ${digest}\nNode.js   ${node}\nplatform  ${platform}\n`;
}

function buildProgram(terminal: Terminal, finish: (work: Promise<ExitStatus>) => Promise<void>): Command {
  const program = new Command("assay")
    .description("One description of a cryptographic protocol; every claim judged.")
    .version(readVersion())
    .option("--verbose", "with --version: the digest of the build, Node.js and the platform as well")
    .addHelpText("after", EXAMPLES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({ writeOut: terminal.print, writeErr: () => undefined, outputError: () => undefined });
  for (const add of [
    addVerify,
    addAudit,
    addAttack,
    addCheck,
    addShow,
    addGenerate,
    addDerive,
    addExpect,
    addReport,
    addWatch,
    addInit,
    addConformance,
    addExplain,
    addLaws,
    addOverhead,
    addLive,
    addPlay,
    addWorker,
    addQueue,
    addDoctor,
  ])
    add(program, finish, terminal);
  for (const command of program.commands) command.copyInheritedSettings(program);
  return program;
}

/** Explains commander's error about a command line, as a diagnostic. */
function explainUsage(error: CommanderError): Diagnostic {
  if (error.code === "commander.help") return diagnose("AS101", "A command is missing.", { help: "See assay --help." });
  const [sentence = "", suggestion] = error.message.replace(/^error: /, "").split("\n");
  const message = `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}${/[.!?]$/.test(sentence) ? "" : "."}`;
  const help = suggestion?.replace(/^\((.*)\)$/, "$1");
  return diagnose("AS101", message, help === undefined ? {} : { help });
}
