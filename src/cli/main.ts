/**
 * The process of the command line: runs one command, and ends with the status that the result calls for.
 *
 * Code of the author that ends the process, or never lets it end, does not look like success; what it prints goes to
 * stderr, so that stdout is the result and nothing else.
 */
import { Console } from "node:console";
import { writeSync } from "node:fs";
import { diagnose } from "../assess/diagnostics.ts";
import { EXIT } from "../assess/exit-status.ts";
import { explainError } from "../assess/explain-error.ts";
import { renderDiagnostics } from "../diagnostic/render.ts";
import { runCommand } from "./program.ts";
import { drainTerminal, openTerminal } from "./terminal.ts";

/** Runs the command line and ends the process. */
export async function runCli(words: readonly string[]): Promise<void> {
  const terminal = openTerminal();
  globalThis.console = new Console(process.stderr, process.stderr);
  const guard = guardExit();
  for (const event of ["uncaughtException", "unhandledRejection"] as const) {
    process.on(event, (error: unknown) => {
      guard.release();
      writeSync(2, renderDiagnostics(explainError(error), { colour: "none" }));
      process.exit(EXIT.bug);
    });
  }
  const status = await runCommand(words, terminal);
  await drainTerminal();
  guard.release();
  process.exit(status);
}

/** Until released, an end of the process is not ours: the author's code made it, or waits for ever. */
function guardExit(): { release: () => void } {
  const complain = (): void => {
    const message = "The process ended before Assay was done: a protocol.ts ends it, or waits for what never comes.";
    const diagnostic = diagnose("AS111", message);
    writeSync(2, renderDiagnostics([diagnostic], { colour: "none" }));
    process.exitCode = EXIT.input;
  };
  process.once("exit", complain);
  return { release: () => void process.off("exit", complain) };
}
