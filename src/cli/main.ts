/**
 * The process of the command line: runs one command, and ends with the status that the result calls for.
 *
 * Code of the author that ends the process, or never lets it end, does not look like success, whatever it does to the
 * listeners and functions of the process; what it prints goes to stderr, so that stdout is the result and nothing else.
 */
import { Console } from "node:console";
import { writeSync } from "node:fs";
import { diagnose } from "../files/diagnostics.ts";
import { EXIT } from "../repository/exit-status.ts";
import { explainLate } from "../repository/explain-late.ts";
import { renderDiagnostics } from "../core/diagnostic/render.ts";
import { runCommand } from "./program.ts";
import { findSupervisor, type Supervisor } from "./supervised.ts";
import { type Attempt, beginAttempt, type HandOver } from "./attempt.ts";
import { drainTerminal, openTerminal, type Terminal } from "./terminal.ts";

/** Runs the command line and ends the process; `handOver`: it is a first try, and where that is not enough, who goes on. */
export async function runCli(words: readonly string[], handOver?: HandOver): Promise<void> {
  const attempt = handOver === undefined ? undefined : beginAttempt(handOver);
  const supervisor = attempt?.supervisor ?? findSupervisor();
  const opened = openTerminal(supervisor);
  const terminal = attempt?.hold(opened) ?? opened;
  globalThis.console = new Console(process.stderr, process.stderr);
  const end = guardExit(supervisor);
  // Of the terminal's own Ctrl-C a supervised process hears from its supervisor.
  if (supervisor !== undefined && attempt === undefined) process.on("SIGINT", () => undefined);
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      if (attempt?.isOver() === true) return;
      const { diagnostics, status } = explainLate(error);
      writeSync(2, renderDiagnostics(diagnostics, { colour: "none" }));
      end(status);
    });
  }
  const status = await (attempt === undefined
    ? runCommand(words, terminal)
    : Promise.race([attempt.over, runAttempt(words, terminal, attempt)]));
  await drainTerminal();
  end(status);
}

/** The command in this process; where it was handed over, the process that goes on. */
async function runAttempt(words: readonly string[], terminal: Terminal, attempt: Attempt): Promise<number> {
  const status = await runCommand(words, terminal);
  if (attempt.isOver()) return attempt.over;
  attempt.finish();
  return status;
}

/** How Node.js leaves the process at last, which its types do not tell of. */
interface Leaving {
  reallyExit: (status?: number) => never;
}

/**
 * Ends the process with a status: the only way out. Any other end is not ours: the author's code made it, or waits for
 * ever. `process.exit` comes to `reallyExit` whatever listeners there are, and what they set as the status is not asked.
 */
function guardExit(supervisor: Supervisor | undefined): (status: number) => never {
  const leaving = process as unknown as Leaving;
  const leave = leaving.reallyExit.bind(process);
  let decided: number | undefined;
  let isTold = false;
  const complain = (status: unknown): void => {
    // A second Ctrl-C ends at once.
    if (decided === undefined && status === EXIT.interrupted) decided = EXIT.interrupted;
    if (decided !== undefined || isTold) return;
    isTold = true;
    // A supervisor sees such an end by itself, and knows over what.
    if (supervisor !== undefined) return;
    const message =
      "The process ended before Assay was done: a protocol.ts ends it, or waits for a promise that never settles.";
    const diagnostic = diagnose("AS111", message);
    writeSync(2, renderDiagnostics([diagnostic], { colour: "none" }));
    process.exitCode = EXIT.input;
  };
  const reallyExit = (status?: unknown): never => {
    complain(status);
    return leave(decided ?? EXIT.input);
  };
  process.once("exit", complain);
  for (const name of ["reallyExit", "execve"] as const) {
    if (name in process)
      Object.defineProperty(process, name, { value: reallyExit, configurable: false, writable: false });
  }
  const { exit } = process;
  return (status) => {
    if (decided === undefined) supervisor?.finish(status);
    decided ??= status;
    try {
      exit(status);
    } finally {
      // A listener of the author's that throws does not keep the process.
      leave(decided);
    }
    return leave(decided);
  };
}
