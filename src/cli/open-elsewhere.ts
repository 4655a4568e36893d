/** Who does the jobs of an analysis beside this thread: workers of a queue, threads of this process, or nobody. */
import { judgeOnQueue, judgeOnThreads, type Elsewhere } from "../assess/elsewhere/elsewhere.ts";
import { openJudgeThreads } from "../assess/elsewhere/judge-threads.ts";
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { renderDiagnostics } from "../core/diagnostic/render.ts";
import { sanitise } from "../core/diagnostic/sanitise.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Config } from "../repository/config.ts";
import type { Terminal } from "./terminal.ts";

/** Options of the command line, read. */
export interface ElsewhereFlags {
  readonly queue?: string;
  readonly redundancy?: number;
  readonly workers?: number;
  readonly maxMemory?: number;
  readonly quiet?: true;
}

export const MOST_REDUNDANCY = 8;

/** Opens what the flags name; undefined where they name nothing. Throws DiagnosticError (AS101, AS124, AS147). */
export async function openElsewhere(
  { queue, redundancy, workers, maxMemory, quiet }: ElsewhereFlags,
  { programs }: Pick<Config, "programs">,
  terminal: Terminal,
): Promise<Elsewhere | undefined> {
  if (redundancy !== undefined && (queue === undefined || redundancy > MOST_REDUNDANCY)) {
    const message =
      queue === undefined
        ? "--redundancy needs --queue: threads of one process share their faults."
        : `--redundancy is at most ${MOST_REDUNDANCY}.`;
    throw new DiagnosticError([diagnose("AS101", message)]);
  }
  const open = (count: number) => openJudgeThreads({ count, mebibytes: maxMemory, code: { is: "asker's" }, programs });
  if (queue === undefined) return workers === undefined ? undefined : judgeOnThreads(open(workers));
  const note = (text: string): void => {
    if (quiet !== true) terminal.note(`${sanitise(text)}\n`);
  };
  const warn = (diagnostic: Diagnostic): void =>
    terminal.note(renderDiagnostics([diagnostic], { colour: terminal.noteColour }));
  const { openCoordinator } = await import("../queue/coordinator.ts");
  const coordinator = await openCoordinator(queue, note, { redundancy: redundancy ?? 1 });
  try {
    return judgeOnQueue({ queue: coordinator, threads: open(workers ?? 1), warn, note });
  } catch (error) {
    await coordinator.close();
    throw error;
  }
}
