/** Does a job that somebody else planned, with the lenses that are here. */
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../core/diagnostic/diagnostic.ts";
import { explainError } from "../../files/explain-error.ts";
import type { Conditions } from "../../lenses/conditions.ts";
import type { Job, Lens } from "../../lenses/lens.ts";
import type { LoadedSource } from "../../lenses/loaded-source.ts";
import { NO_JOURNAL } from "../journal.ts";
import { judgeTurns, type Task } from "../judge-turns.ts";
import type { DoneAnswer, JudgeDone } from "./judge-done.ts";
import { type JudgeTask, readJudgeTask } from "./judge-task.ts";

/** Whose code of protocols is run: that of whoever asks, on his own machine; of a folder here; or none. */
export type TrustedCode =
  | { readonly is: "asker's" }
  | { readonly is: "folder"; readonly protocols: string }
  | { readonly is: "none" };

/** Does the task of a text, and gives what it came to as text. Rejects with `unable: ...` where another worker might do it. */
export async function doJudge(
  text: string,
  lenses: readonly Lens[],
  code: TrustedCode,
  conditions: Conditions,
): Promise<string> {
  const task = readJudgeTask(text);
  const lens = lenses.find(({ name }) => name === task.job.lens);
  if (lens === undefined) throw new Error(`unable: unknown lens ${task.job.lens.slice(0, 40)} here.`);
  requireProgram(lens, task.job);
  const subject = placeSubject(task.subject, lens, code);
  const done = await (lens.judging.is === "turns"
    ? takeTurns(lens.judging, { ...task, subject }, lens, conditions)
    : runOnce(lens.judging, { ...task, subject }, conditions));
  return JSON.stringify(done);
}

/** A program of others decides the answers as much as the build does. */
function requireProgram({ program, judge }: Lens, { options }: Job): void {
  const version = program?.is === "found" ? program.version : undefined;
  if (program === undefined || (version !== undefined && options["version"] === version)) return;
  const wanted = String(options["version"]).slice(0, 40);
  throw new Error(
    `unable: here is ${version === undefined ? "no" : `version ${version} of`} ${judge.name}, asked for is ${wanted}.`,
  );
}

/** Paths of others mean nothing here: code is that of this machine, and only where it is trusted. */
function placeSubject(subject: LoadedSource, { runsCode, name }: Lens, code: TrustedCode): LoadedSource {
  const { source, description } = subject;
  if (code.is === "asker's") return subject;
  if (runsCode !== true) return { ...subject, source: { ...source, path: join("nowhere", "protocol.ts") } };
  if (code.is === "none")
    throw new Error(`unable: the lens ${name} runs the protocol's code; start the worker with --trust-code.`);
  const folder = description?.name ?? "";
  const path = join(code.protocols, folder, "protocol.ts");
  if (!/^[A-Za-z0-9_-]+$/.test(folder) || !existsSync(path))
    throw new Error(`unable: there is no ${folder.slice(0, 60)} in ${code.protocols}.`);
  return { ...subject, source: { ...source, path } };
}

type Turning = Extract<Lens["judging"], { is: "turns" }>;
type Running = Extract<Lens["judging"], { is: "run" }>;

async function takeTurns(
  judging: Turning,
  { job, subject, milliseconds }: JudgeTask,
  lens: Lens,
  conditions: Conditions,
): Promise<JudgeDone> {
  const answers: DoneAnswer[] = job.asks.map(() => ({ is: "silent" }));
  const session = await judging.open(job, subject, { ...conditions, progress: () => undefined });
  const tasks = job.asks.map(
    (_, index): Task => ({ source: subject.source.source, session, index, name: String(index) }),
  );
  try {
    await judgeTurns(tasks, conditions, milliseconds, NO_JOURNAL, {
      start: () => undefined,
      spend: () => undefined,
      settle: (settled) => {
        const { index } = settled.task;
        const question = job.asks[index];
        if (question === undefined) return;
        if (settled.is === "failed") answers[index] = { is: "failed", diagnostics: explainError(settled.error) };
        else answers[index] = { is: "answered", question, ...settled.judged };
      },
    });
  } finally {
    session.close();
  }
  const brought = answers.map(async (answer) =>
    answer.is === "answered" ? { ...answer, evidence: await lens.evidence?.bring?.(answer.verdict) } : answer,
  );
  return { answers: await Promise.all(brought), told: [] };
}

async function runOnce(
  judging: Running,
  { job, subject, earlier }: JudgeTask,
  conditions: Conditions,
): Promise<JudgeDone> {
  const told: Diagnostic[] = [];
  const report = (diagnostic: Diagnostic): void => void told.push(diagnostic);
  try {
    const ran = await judging.run(job, subject, { ...conditions, earlier, report });
    const answers = (ran?.answers ?? []).map(
      (answer): DoneAnswer => ({ is: "answered", ...answer, milliseconds: 0, states: 0 }),
    );
    return { answers, told, ...(ran?.appendix === undefined ? {} : { appendix: ran.appendix }) };
  } catch (error) {
    return { answers: [{ is: "failed", diagnostics: explainError(error) }], told };
  }
}
