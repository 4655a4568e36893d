/** Reading and deriving under the eyes of whoever watches over the process: what was cut off once is not tried again. */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Cut, Journal, Work } from "./journal.ts";
import { addGrace } from "./source-time.ts";
import type { LoadProtocol } from "../repository/loaded-protocol.ts";
import type { Source } from "../lenses/loaded-source.ts";
import type { Judging } from "../lenses/lens.ts";

/** A description needs no more than this, whatever the time-out. Code that only waits has heard of it before. */
const MOST_FOR_CODE = 25_000;

/** For commands that only read. */
export const READING_MILLISECONDS = 60_000;

/** A process that has just started needs a moment, whatever the time-out. */
const LEAST_FOR_READING = 1_000;

/** Reads a source within its time. Throws DiagnosticError (AS131, AS132, AS111) where an earlier try was cut off. */
export async function guardReading<Read>(
  { source, kind, path }: Source,
  journal: Journal,
  milliseconds: number,
  read: () => Promise<Read>,
): Promise<Read> {
  const work: Work = { is: "reading", source };
  const cut = journal.past.cutOf(work);
  if (cut !== undefined) throw new DiagnosticError([explainCutReading(cut, path)]);
  const most = Math.max(
    LEAST_FOR_READING,
    kind === "description" ? Math.min(MOST_FOR_CODE, milliseconds) : milliseconds,
  );
  journal.begin(work, most);
  try {
    return await read();
  } finally {
    journal.begin({ is: "other" }, Number.POSITIVE_INFINITY);
  }
}

/** Loads descriptions within their time, and lets what is done with each take no longer than a minute. */
export function guardLoading(loadProtocol: LoadProtocol, journal: Journal): LoadProtocol {
  return async (path) => {
    const source = { kind: "description", source: path, path } as const;
    const loaded = await guardReading(source, journal, READING_MILLISECONDS, () => loadProtocol(path));
    journal.begin({ is: "other" }, READING_MILLISECONDS);
    return loaded;
  };
}

function explainCutReading(cut: Cut, path: string): Diagnostic {
  const place = { file: path, line: 1, column: 1 };
  switch (cut) {
    case "timeout":
      return diagnose("AS131", `${path} was not read in time.`, { place });
    case "memory":
      return diagnose("AS132", `${path} needs too much memory to read.`, { place });
    case "cancelled":
      return diagnose("AS131", `${path} was being read when it was interrupted.`, { place });
    case "exit":
      return diagnose(
        "AS111",
        `The process ended before Assay was done: ${path} ends it, or waits for a promise that never settles.`,
        { place },
      );
    default:
      return cut satisfies never;
  }
}

/** Does a job within the time of its source, or without a limit; reports and leaves out what an earlier try was cut off over. */
export async function guardRunning<Done>(
  source: string,
  job: string,
  { time, explainCut }: Extract<Judging, { is: "run" }>,
  journal: Journal,
  milliseconds: number,
  report: (source: string, diagnostic: Diagnostic) => void,
  run: () => Promise<Done>,
): Promise<Done | undefined> {
  const work: Work = time === "own" ? { is: "other" } : { is: "running", source, job };
  const cut = time === "own" ? undefined : journal.past.cutOf(work);
  if (cut !== undefined) {
    const how = cut === "timeout" ? "in time" : cut === "cancelled" ? "before it was interrupted" : "in its memory";
    if (explainCut !== undefined) report(source, explainCut(source, how));
    return undefined;
  }
  journal.begin(work, time === "own" ? Number.POSITIVE_INFINITY : addGrace(milliseconds));
  try {
    return await run();
  } finally {
    journal.begin({ is: "other" }, Number.POSITIVE_INFINITY);
  }
}
