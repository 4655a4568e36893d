/**
 * The process around a command: where results and progress go, and what the terminal can show.
 *
 * Results go to stdout, everything else to stderr; a reader that went away is no error. Nothing else of the command line
 * writes to either.
 */

/** Where a command writes. */
export interface Terminal {
  /** The result. */
  readonly print: (text: string) => void;
  /** Diagnostics and progress. */
  readonly note: (text: string) => void;
  readonly resultColour: "none" | "ansi";
  readonly noteColour: "none" | "ansi";
  /** Columns of a terminal that shows one line that changes; undefined: plain lines. */
  readonly liveColumns: number | undefined;
}

/** The terminal of this process. */
export function openTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  for (const stream of [stdout, stderr]) stream.on("error", ignoreClosedReader);
  const colourOf = (stream: NodeJS.WriteStream): "none" | "ansi" => {
    const wanted = (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
    return stream.isTTY && wanted ? "ansi" : "none";
  };
  const live = stderr.isTTY && env["TERM"] !== "dumb" && (env["CI"] ?? "") === "";
  return {
    print: (text) => void stdout.write(text),
    note: (text) => void stderr.write(text),
    resultColour: colourOf(stdout),
    noteColour: colourOf(stderr),
    liveColumns: live ? (stderr.columns ?? 80) : undefined,
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
