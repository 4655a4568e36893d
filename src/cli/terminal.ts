/**
 * The process around a command: where results and progress go, and what the terminal can show.
 *
 * Results go to stdout, everything else to stderr; a reader that went away is no error. Nothing else of the command line
 * writes to either, and what no writer cleaned stops here.
 */
import { guardTerminal } from "../core/diagnostic/sanitise.ts";
import type { Supervisor } from "./supervised.ts";

/** Where a command writes. */
export interface Terminal {
  /** The result. */
  readonly print: (text: string) => void;
  /** Diagnostics and progress. */
  readonly note: (text: string) => void;
  readonly resultColour: "none" | "ansi";
  readonly noteColour: "none" | "ansi";
  /** Who watches over this process; undefined: nobody. */
  readonly supervisor?: Supervisor | undefined;
  /** Columns of a terminal that shows one line that changes; undefined: plain lines. */
  readonly liveColumns: number | undefined;
}

/** The terminal of this process; of a supervised one, stderr is a pipe to what the supervisor writes to. */
export function openTerminal(supervisor: Supervisor | undefined): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedReader);
  const colourOf = (isTerminal: boolean): "none" | "ansi" => {
    const wanted = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
    return isTerminal && wanted ? "ansi" : "none";
  };
  const columns = supervisor === undefined && stderr.isTTY ? (stderr.columns ?? 80) : supervisor?.columns;
  const live = columns !== undefined && env["TERM"] !== "dumb" && (env["CI"] ?? "") === "";
  return {
    print: (text) => void stdout.write(guardTerminal(text)),
    note: (text) => void stderr.write(guardTerminal(text)),
    resultColour: colourOf(stdout.isTTY),
    noteColour: colourOf(columns !== undefined),
    liveColumns: live ? columns : undefined,
    supervisor,
  };
}

/** Waits until everything that was written has left the process. */
export async function drainTerminal(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      (stream) => new Promise<void>((resolve) => (stream.destroyed ? resolve() : stream.write("", () => resolve()))),
    ),
  );
}

function ignoreClosedReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_DESTROYED") throw error;
}
