/**
 * Judges what takes turns on one source, within one budget of time.
 *
 * In file order, each with an even share of the time that is left; a search that needs more waits until the others had
 * theirs, and then goes on. So one hard claim costs the others nothing, and where all are quick none is interrupted.
 */
import type { Verdict } from "../core/verdict/verdict.ts";
import type { Conditions } from "../lenses/conditions.ts";
import { isExhaustion } from "../files/explain-error.ts";
import { giveUpUnseen, type Judged, type Session } from "../lenses/lens.ts";
import type { Cut, Journal } from "./journal.ts";
import { allowOverrun, cutOverrun } from "./source-time.ts";

/** A question in work: the job that it is one of, and its place among what that is asked. */
export interface Task {
  readonly source: string;
  readonly session: Session;
  readonly index: number;
  /** As a journal names it. */
  readonly name: string;
}

/** How a task ended; undefined: there is nothing to be said of it. */
export type Settled<Work extends Task> =
  | { readonly is: "judged"; readonly task: Work; readonly judged: Judged }
  | { readonly is: "failed"; readonly task: Work; readonly error: unknown };

/** Events of tasks. */
export interface Hearing<Work extends Task> {
  readonly start: (task: Work) => void;
  /** A turn of it is over, which took so long. */
  readonly spend: (task: Work, milliseconds: number) => void;
  readonly settle: (settled: Settled<Work>) => void;
}

/** Turns shorter than this cost more than they bring. */
const LEAST_TURN_MILLISECONDS = 20;

/** Judges until each has its verdict; when the time is up, those that are left are inconclusive. */
export async function judgeTurns<Work extends Task>(
  tasks: readonly Work[],
  conditions: Conditions,
  budgetMilliseconds: number,
  journal: Journal,
  hearing: Hearing<Work>,
): Promise<void> {
  const deadline = conditions.now() + budgetMilliseconds;
  const left = (): number => deadline - conditions.now();
  const settle = (task: Work, judged: Judged): void => {
    const { verdict, milliseconds, states } = judged;
    journal.write({ is: "judged", source: task.source, claim: task.name, verdict, milliseconds, states });
    hearing.settle({ is: "judged", task, judged });
  };
  const giveUp = (waiting: readonly Work[], why: "timeout" | "memory" | "cancelled"): void => {
    for (const task of waiting) settle(task, task.session.giveUp(task.index, why));
  };
  let open = tasks;
  for (let pass = 1; open.length > 0; pass++) {
    const parked: Work[] = [];
    for (const [i, task] of open.entries()) {
      if (conditions.signal.aborted) return giveUp([...parked, ...(pass > 1 ? open.slice(i) : [])], "cancelled");
      const known = recall(task, journal);
      if (known !== undefined) {
        hearing.settle({ is: "judged", task, judged: known });
        continue;
      }
      hearing.start(task);
      if (left() <= 0) {
        giveUp([task], "timeout");
        continue;
      }
      const isLast = parked.length === 0 && i === open.length - 1;
      const milliseconds = isLast ? left() : Math.max(LEAST_TURN_MILLISECONDS, left() / (open.length - i));
      const most = allowOverrun(milliseconds, left());
      journal.begin({ is: "judging", source: task.source, claim: task.name }, cutOverrun(milliseconds, left()));
      try {
        const after = isLast ? "end" : "park";
        const began = conditions.now();
        const judged = await task.session.ask(task.index, { milliseconds, after, most });
        hearing.spend(task, conditions.now() - began);
        if (judged === "parked") parked.push(task);
        else if (judged !== undefined) settle(task, judged);
        // Whatever waits keeps its memory, so nothing else would have any.
        if (judged !== "parked" && judged !== undefined && isOutOfMemory(judged.verdict)) {
          giveUp(parked.splice(0), "memory");
        }
      } catch (error) {
        if (isExhaustion(error)) settle(task, giveUpUnseen("memory"));
        else hearing.settle({ is: "failed", task, error });
      }
    }
    open = parked;
  }
}

/** Recalls what an earlier process of the analysis found, or was cut off over. */
function recall({ source, name }: Task, { past }: Journal): Judged | undefined {
  const known = past.verdictOf(source, name);
  if (known !== undefined) return known;
  const cut = past.cutOf({ is: "judging", source, claim: name });
  return cut === undefined ? undefined : giveUpUnseen(explainCut(cut));
}

/** A process that ends by itself over a search has run out of memory or of stack. */
export function explainCut(cut: Cut): "timeout" | "memory" | "cancelled" {
  return cut === "exit" ? "memory" : cut;
}

function isOutOfMemory(verdict: Verdict): boolean {
  return verdict.is === "inconclusive" && verdict.why === "memory";
}
