/** Jobs that are done in one go: recalled, done elsewhere, or here; their answers are told as what they come to together. */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { explainError } from "../files/explain-error.ts";
import {
  type Answer,
  type Job,
  type Judging,
  type Lens,
  makeFinding,
  type Ran,
  type RunConditions,
} from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { Environment, Report } from "./environment.ts";
import { examineFor } from "./examine-answers.ts";
import { guardRunning } from "./guard-reading.ts";
import { NO_JOURNAL } from "./journal.ts";
import type { ResultCache } from "./result-cache.ts";
import type { Planned } from "./settle-source.ts";
import { keyWithPlace, nameOrigin, type Note, type Origin } from "./taken.ts";

/** Milliseconds for jobs done in one go, which take no search, where claims took all of a source's time. */
const LEAST_FOR_RUNNING = 1_000;
const LEAST_SHARE_FOR_RUNNING = 0.25;

/** Findings of an analysis so far, and its listener. */
interface SoFar {
  readonly findings: readonly Finding[];
  readonly report: Report;
  readonly note: Note;
  /** When the time of the source is up, by the clock of the journal. */
  readonly until: number;
}

/** Result of a job, and the worker that did it. */
type RanBy = Ran & Origin;

type Running = Extract<Judging, { is: "run" }>;

/** Does the jobs of one lens on a source, one after the other; one that fails does not stop the others. */
export async function runJobs(
  lens: Lens,
  judging: Running,
  planned: readonly Planned[],
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  { findings, report, note, until }: SoFar,
): Promise<{ readonly findings: readonly Finding[]; readonly appendix: readonly unknown[] }> {
  const { journal = NO_JOURNAL, cache, now, pause, signal, memory } = environment;
  const { source } = loaded.source;
  const answered: { readonly job: Job; readonly answer: Answer; readonly origin: Origin }[] = [];
  const appendix: unknown[] = [];
  for (const { job, name } of planned) {
    if (judging.time === "own" && signal.aborted) break;
    const earlier = findings.filter((finding) => finding.source === source);
    const conditions = { now, pause, signal, memory, earlier, report: (told: Diagnostic) => report(source, told) };
    const least = LEAST_SHARE_FOR_RUNNING * options.timeoutSeconds * 1000;
    const milliseconds = Math.max(LEAST_FOR_RUNNING, least, until - journal.now());
    try {
      const ran = await guardRunning(source, name, judging, journal, milliseconds, report, () =>
        recallRun(job, lens, judging, loaded, cache, () =>
          runSomewhere(job, lens, judging, loaded, milliseconds, environment, conditions),
        ),
      );
      for (const answer of ran?.answers ?? []) answered.push({ job, answer, origin: ran ?? {} });
      if (ran?.appendix !== undefined) appendix.push(ran.appendix);
    } catch (error) {
      for (const diagnostic of explainError(error)) report(source, diagnostic);
    }
  }
  const answers = answered.map(({ answer }) => answer);
  const combined = judging.combine === undefined ? answers : await judging.combine(answers);
  for (const { answer, origin } of answered) {
    const { question, verdict, evidence } = answer;
    const alone = judging.combine === undefined ? {} : { alone: verdict };
    note({ lens: lens.name, key: keyWithPlace(question), ...nameOrigin(origin), evidence, ...alone });
  }
  const made = combined.flatMap((answer, i) => {
    const job = answered[i]?.job;
    return job === undefined ? [] : [makeFinding(lens, job, answer)];
  });
  return { findings: made, appendix };
}

/** Runs a job elsewhere, if somebody does jobs for the analysis and it can travel; else here. Throws DiagnosticError. */
async function runSomewhere(
  job: Job,
  lens: Lens,
  judging: Running,
  loaded: LoadedSource,
  milliseconds: number,
  { elsewhere, signal, isChanged }: Environment,
  conditions: RunConditions,
): Promise<RanBy | undefined> {
  const { earlier, report } = conditions;
  const task = { job, subject: loaded, milliseconds, earlier };
  const came = await elsewhere
    ?.run(task, lens, signal, isChanged?.(loaded) === true ? 1 : 2)
    .catch((error: unknown) => {
      if (!signal.aborted) throw error;
      return "stopped" as const;
    });
  if (came === "stopped") return undefined;
  if (came === undefined) return judging.run(job, loaded, conditions);
  if (came.is === "late") {
    const told = judging.explainCut?.(loaded.source.source, "in time");
    if (told !== undefined) report(told);
    return undefined;
  }
  for (const diagnostic of came.told) report(diagnostic);
  const failed = came.answers.flatMap((answer) => (answer.is === "failed" ? answer.diagnostics : []));
  if (failed.length > 0) throw new DiagnosticError(failed);
  const answers = came.answers.flatMap((answer) => {
    if (answer.is !== "answered") return [];
    const { question, verdict, evidence } = answer;
    return [{ question, verdict, ...(evidence === undefined ? {} : { evidence }) }];
  });
  const { appendix, worker } = came;
  return { answers, ...(appendix === undefined ? {} : { appendix }), ...(worker === undefined ? {} : { worker }) };
}

/** Recalls from the cache what is the same for every run of a job, and keeps it there. */
async function recallRun(
  job: Job,
  lens: Lens,
  { lasting }: Running,
  loaded: LoadedSource,
  cache: ResultCache | undefined,
  run: () => Promise<RanBy | undefined>,
): Promise<RanBy | undefined> {
  if (lasting === undefined || cache === undefined) return run();
  const known = await cache.find(job, examineFor(lens, job, loaded));
  if (known !== undefined) {
    const answers = known.flatMap((one, i) => {
      const question = job.asks[i];
      return question === undefined ? [] : [{ question, ...one }];
    });
    return { answers, recalled: true };
  }
  const ran = await run();
  const answers = ran?.answers ?? [];
  if (answers.length === job.asks.length) cache.keep(job, answers);
  return ran;
}
