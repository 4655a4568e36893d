/**
 * Jobs that are done on threads of this process, or on workers of a queue.
 *
 * What a worker says is executed where there is something to execute, and judged again here where that falls; of all else a
 * sample is judged again, and a difference ends the analysis: who falsifies one verdict that nothing shows may have falsified others.
 */
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { diagnose } from "../../files/diagnostics.ts";
import type { Lens } from "../../lenses/lens.ts";
import type { Coordinator } from "../../queue/coordinator.ts";
import { LONGEST_BODY } from "../../queue/envelope.ts";
import { Sample, SAMPLE_SHARE, tellChance } from "../../queue/sample.ts";
import type { Handler } from "../../queue/serve.ts";
import { UnableError } from "../../queue/unable-error.ts";
import { compileVerdict } from "../../repository/read-assessment.ts";
import { examineFor } from "../examine-answers.ts";
import { type DoneAnswer, type JudgeDone, readJudgeDone } from "./judge-done.ts";
import { type JudgeTask, writeJudgeTask } from "./judge-task.ts";
import type { JudgeThreads } from "./judge-threads.ts";

/** The kind of such tasks. */
export const JUDGE = "judge";

/** Result of a job and the worker that did it; `late`: it took too long. */
export type Came =
  | (JudgeDone & { readonly is: "done"; readonly worker?: string })
  | { readonly is: "late"; readonly worker?: string };

/** Somebody who does jobs for this analysis. */
export interface Elsewhere {
  /** Jobs that are best under way at once. */
  readonly width: number;
  /** Does a job; undefined for one that cannot travel. Rejects with DiagnosticError, with an AbortError when it is stopped. */
  readonly run: (task: JudgeTask, lens: Lens, signal: AbortSignal, priority?: number) => Promise<Came | undefined>;
  /** Judges again what is still to be judged again. Rejects with DiagnosticError (AS150). */
  readonly settle: (signal: AbortSignal) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Whatever bounds itself is ended from outside after this many times its time, and so many milliseconds. */
const OVERRUN = 1.5;
const GRACE = 10_000;

/** Threads of this process. */
export function judgeOnThreads(threads: JudgeThreads): Elsewhere {
  const isVerdict = compileVerdict();
  return {
    // One more than there are, so that none waits for the next job.
    width: threads.count + 1,
    run: async (task, lens, signal) => {
      const text = writeJudgeTask(task, LONGEST_BODY);
      return text === undefined
        ? undefined
        : readCame(await runInTime(threads, chooseCut(task, lens), text, signal), isVerdict);
    },
    settle: () => Promise.resolve(),
    close: () => threads.close(),
  };
}

/** Does jobs of a queue, on threads. */
export function serveJudging(threads: JudgeThreads): Handler {
  return (body, signal) => {
    const [, cut = "", text = ""] = /^(\d{1,12})\n(.*)$/s.exec(body) ?? [];
    if (cut === "") throw new TypeError("no job");
    return runInTime(threads, Number(cut), text, signal);
  };
}

/** How an analysis uses a queue. */
export interface QueueJudging {
  readonly queue: Coordinator;
  /** Threads here, for what is judged again. */
  readonly threads: JudgeThreads;
  readonly warn: (diagnostic: Diagnostic) => void;
  readonly note: (text: string) => void;
  readonly share?: number;
  readonly draw?: () => number;
}

/** Workers of a queue. Throws DiagnosticError (AS147) for a queue without a key: what holds could be anybody's word. */
export function judgeOnQueue({ queue, threads, warn, note, share = SAMPLE_SHARE, draw }: QueueJudging): Elsewhere {
  if (!queue.isSealed) {
    throw new DiagnosticError([
      diagnose("AS147", "Verdicts without evidence are accepted only under a key, and there is none."),
    ]);
  }
  const isVerdict = compileVerdict();
  const here = judgeOnThreads(threads);
  const sample = new Sample<{ readonly task: JudgeTask; readonly lens: Lens; readonly said: Came }>(
    async ({ task, lens, said }, worker, signal) => {
      const again = await here.run(task, lens, signal);
      const label = again && findDifference(said, again);
      if (label === undefined) return;
      const message = `${label} of ${task.subject.source.source} comes to something else here than ${worker} says.`;
      throw new DiagnosticError([{ ...diagnose("AS150", message), severity: "error" }]);
    },
    share,
    draw,
  );
  return {
    width: queue.width,
    run: async (task, lens, signal, priority) => {
      const text = writeJudgeTask(task, LONGEST_BODY - 20);
      if (text === undefined) return undefined;
      const asked = queue.ask(
        {
          kind: JUDGE,
          body: `${chooseCut(task, lens)}\n${text}`,
          name: `${lens.title} of ${task.subject.source.source}`,
          read: (done) => requireAnswers(readCame(done, isVerdict), task, lens),
          differ: findDifference,
          ...(priority === undefined ? {} : { priority }),
        },
        signal,
      );
      const answers = await asked.catch((error: unknown) => {
        if (!(error instanceof UnableError)) throw error;
        for (const { message } of error.diagnostics) note(`${message} It is judged here.`);
        return undefined;
      });
      if (answers === undefined) return here.run(task, lens, signal);
      const [first, ...others] = answers;
      for (const { worker, value } of [first, ...others]) {
        const fallen = await findFallen(value, task, lens);
        if (fallen !== undefined) {
          const message = `${fallen} of ${task.subject.source.source}, as ${worker} says it, does not stand when it is executed here.`;
          warn(diagnose("AS150", message));
          return here.run(task, lens, signal);
        }
        await sample.take({ task, lens, said: value }, worker, signal);
      }
      return { ...first.value, worker: first.worker };
    },
    settle: async (signal) => {
      for (const { worker, items, again } of await sample.settle(signal))
        note(
          queue.redundancy > 1
            ? `${worker}: every one of ${items} jobs was judged by another worker as well, ${again} here.`
            : `${worker}: ${again} of ${items} jobs judged again here and equal. Had it falsified one of them, ` +
                `it would go unnoticed ${tellChance(items, 1, share)}.`,
        );
    },
    close: async () => {
      await queue.close();
      await threads.close();
    },
  };
}

/** After how many milliseconds a job is ended from outside; 0: its options bound it. */
function chooseCut({ milliseconds }: JudgeTask, { judging }: Lens): number {
  if (judging.is === "run" && judging.time === "own") return 0;
  return Math.ceil(milliseconds * OVERRUN) + GRACE;
}

const LATE = "late";

async function runInTime(threads: JudgeThreads, cut: number, text: string, signal: AbortSignal): Promise<string> {
  const limit = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  try {
    const begin = (): void => {
      if (cut > 0) timer = setTimeout(() => limit.abort(), cut);
    };
    return await threads.run(text, AbortSignal.any([signal, limit.signal]), begin);
  } catch (error) {
    if (limit.signal.aborted && !signal.aborted) return LATE;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

function readCame(text: string, isVerdict: (value: unknown) => boolean): Came {
  return text === LATE ? { is: "late" } : { is: "done", ...readJudgeDone(text, isVerdict) };
}

/** Throws TypeError where the answers are not those to what the job asks. */
function requireAnswers(came: Came, { job }: JudgeTask, { judging }: Lens): Came {
  if (came.is === "late") return came;
  if (judging.is === "turns" && came.answers.length !== job.asks.length)
    throw new TypeError("answers to other questions");
  for (const [i, answer] of came.answers.entries()) {
    if (answer.is !== "answered") continue;
    const { source, protocol, label, lens, engine } = answer.question;
    const isAsked = (one: (typeof job.asks)[number]): boolean =>
      one.source === source &&
      one.protocol === protocol &&
      one.label === label &&
      one.lens === lens &&
      one.engine === engine;
    const asked = judging.is === "turns" ? job.asks.slice(i, i + 1) : job.asks;
    if (!asked.some(isAsked)) throw new TypeError("an answer to another question");
  }
  return came;
}

/** The label of an answer that does not stand; undefined: there is none. */
async function findFallen(came: Came, { job, subject }: JudgeTask, lens: Lens): Promise<string | undefined> {
  if (came.is === "late") return undefined;
  const examine = examineFor(lens, job, subject);
  for (const [i, answer] of came.answers.entries()) {
    if (answer.is !== "answered") continue;
    const { label } = answer.question;
    const index = lens.judging.is === "turns" ? i : job.asks.findIndex((asked) => asked.label === label);
    if ((await examine(index, answer)) === "falls") return label;
  }
  return undefined;
}

/** The label of a question to which two answers differ; what time or memory ended on either side differs from nothing. */
function findDifference(one: Came, other: Came): string | undefined {
  if (one.is === "late" || other.is === "late") return undefined;
  const most = Math.max(one.answers.length, other.answers.length);
  for (let i = 0; i < most; i++) {
    const [first, second] = [one.answers[i], other.answers[i]];
    if (isTimed(first) || isTimed(second)) continue;
    if (tell(first) !== tell(second)) return nameOf(first) ?? nameOf(second) ?? "something";
  }
  return undefined;
}

function tell(answer: DoneAnswer | undefined): string {
  if (answer?.is !== "answered") return JSON.stringify(answer);
  return JSON.stringify([answer.question.label, answer.verdict]);
}

function nameOf(answer: DoneAnswer | undefined): string | undefined {
  return answer?.is === "answered" ? answer.question.label : undefined;
}

function isTimed(answer: DoneAnswer | undefined): boolean {
  const verdict: Verdict | undefined = answer?.is === "answered" ? answer.verdict : undefined;
  return verdict?.is === "inconclusive" && ["timeout", "memory", "cancelled"].includes(verdict.why);
}
