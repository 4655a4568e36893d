/**
 * Everything that is judged of one source: what takes turns within its time, what follows from that, and what is done in
 * one go. What an earlier process of the same analysis wrote into the journal is not done again.
 */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { nameOf } from "../core/protocol/claims/names.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import { explainError } from "../files/explain-error.ts";
import {
  type Answer,
  type Job,
  type Judging,
  type Lens,
  makeFinding,
  type Question,
  type Ran,
  type RunConditions,
  type Session,
} from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { Environment, Report } from "./environment.ts";
import { openElsewhere } from "./elsewhere/open-elsewhere.ts";
import { examineFor } from "./examine-answers.ts";
import { guardRunning } from "./guard-reading.ts";
import { type ClosedSource, type Journal, nameQuestion, NO_JOURNAL } from "./journal.ts";
import { judgeTurns, type Settled, type Task } from "./judge-turns.ts";
import type { Ahead } from "./open-ahead.ts";
import { openTurns } from "./open-session.ts";
import type { ResultCache } from "./result-cache.ts";
import { type Asked, linkJobs, listTurns, type Part, type Planned, settleUnread } from "./settle-source.ts";

/** Milliseconds for jobs done in one go, which take no search, where claims took all of a source's time. */
const LEAST_FOR_RUNNING = 1_000;
const LEAST_SHARE_FOR_RUNNING = 0.25;

/** The collection of a whole analysis. */
export interface Collected {
  /** When the time of the source is up that is being judged, by the clock of the journal. */
  readonly until: number;
  readonly findings: Finding[];
  readonly total: number;
  readonly claimTimes: Record<string, unknown>[];
  /** Milliseconds that each engine took for all its turns. */
  readonly engineTimes: Record<string, number>;
  readonly report: Report;
  readonly ahead: Ahead;
}

/** A question whose turn it is. */
interface Turned extends Task {
  readonly asked: Asked;
}

/** The findings of one source that take turns, in file order. */
export async function judgePart(
  part: Part,
  options: AssessOptions,
  environment: Environment,
  collected: Collected,
): Promise<readonly Finding[]> {
  const { journal = NO_JOURNAL, signal, lenses } = environment;
  const { read, loaded } = part;
  const { source } = part.source;
  if (loaded === undefined) {
    return journal.past.closedOf(source)?.claims ?? settleUnread(source, read, lenses, journal, signal);
  }
  const asked = listTurns(linkJobs(read.jobs, lenses));
  const found = new Map<Asked, Finding>();
  const done = collected.findings.length;
  await takeTurns(asked, loaded, options, environment, collected, (one, answer) => {
    found.set(one, makeFinding(one.lens, one.job, answer));
    return done + found.size;
  });
  return asked.flatMap((one) => found.get(one) ?? []);
}

/** Judges questions of a source in what is left of its time; `keep` takes the answers, and says how many there are. */
async function takeTurns(
  asked: readonly Asked[],
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  { findings, total, claimTimes, engineTimes, report, until, ahead }: Collected,
  keep: (one: Asked, answer: Answer) => number,
): Promise<void> {
  const { journal = NO_JOURNAL, signal } = environment;
  const { source } = loaded.source;
  if (signal.aborted || asked.length === 0) return;
  let index = findings.length;
  const settle = (settled: Settled<Turned>): void => {
    const { asked: one } = settled.task;
    const { question } = one;
    if (settled.is === "failed") {
      for (const diagnostic of explainError(settled.error)) report(source, withContext(diagnostic, question));
      return;
    }
    const { verdict, ...times } = settled.judged;
    environment.listen({ kind: "judged", claim: question, verdict });
    index = keep(one, { question, verdict });
    const { protocol, role, label, engine, match } = question;
    claimTimes.push({ source, protocol, role, label, engine, ...(match === undefined ? {} : { match }), ...times });
  };
  const start = ({ asked: { question } }: Turned): void => {
    environment.listen({ kind: "started", claim: question, index: Math.min(index, total - 1), total });
  };
  const spend = ({ asked: { question } }: Turned, milliseconds: number): void => {
    engineTimes[question.engine] = (engineTimes[question.engine] ?? 0) + milliseconds;
  };
  const budget = journal === NO_JOURNAL ? options.timeoutSeconds * 1000 : until - journal.now();
  const sessions = await (environment.elsewhere === undefined
    ? openSessions(asked, loaded, environment, ahead)
    : openAllElsewhere(asked, loaded, budget, environment, (told) => report(source, told)));
  try {
    const tasks = asked.flatMap((one): Turned[] => {
      const { job, index: place } = one;
      const session = sessions.get(job);
      const name = nameQuestion(place, job);
      return session === undefined ? [] : [{ asked: one, source, session, index: place, name }];
    });
    await judgeTurns(tasks, environment, budget, journal, { start, spend, settle });
  } finally {
    // What comes next is no work of the last claim, whose time may be short.
    journal.begin({ is: "other" }, Number.POSITIVE_INFINITY);
    for (const session of sessions.values()) session.close();
  }
}

/** A session for each job; none is at work before its first question, but for those that were opened ahead. */
function openSessions(
  asked: readonly Asked[],
  loaded: LoadedSource,
  environment: Environment,
  ahead: Ahead,
): ReadonlyMap<Job, Session> {
  const sessions = new Map<Job, Session>();
  for (const { job, lens } of asked) {
    if (sessions.has(job) || lens.judging.is !== "turns") continue;
    sessions.set(job, ahead.take(job) ?? openTurns(job, lens, lens.judging, loaded, environment));
  }
  return sessions;
}

/** A session for each job, with its answers; the jobs are done elsewhere, side by side. */
async function openAllElsewhere(
  asked: readonly Asked[],
  loaded: LoadedSource,
  milliseconds: number,
  environment: Environment,
  report: (diagnostic: Diagnostic) => void,
): Promise<ReadonlyMap<Job, Session>> {
  const jobs = new Map(asked.map(({ job, lens }) => [job, lens]));
  const opened = [...jobs].map(async ([job, lens]): Promise<readonly (readonly [Job, Session])[]> => {
    if (lens.judging.is !== "turns") return [];
    return [[job, await openElsewhere(job, lens, lens.judging, loaded, milliseconds, environment, report)]];
  });
  return new Map((await Promise.all(opened)).flat());
}

/** When the time of a source is up, which is said once, whatever process goes on with it. */
export function openTime({ source: { source }, left }: Part, journal: Journal): number {
  const known = journal.past.untilOf(source);
  if (known !== undefined) return known;
  const until = journal.now() + left;
  journal.write({ is: "opened", source, until });
  return until;
}

/** Closes a source after its first turns: jobs that follow from findings, and those done in one go. */
export async function closePart(
  part: Part,
  options: AssessOptions,
  environment: Environment,
  collected: Collected,
): Promise<ClosedSource> {
  const { journal = NO_JOURNAL, lenses } = environment;
  const { read, loaded } = part;
  const { source } = part.source;
  const { findings, report } = collected;
  const known = journal.past.closedOf(source);
  if (known !== undefined) return known;
  const runs = groupByLens(linkJobs(read.jobs, lenses));
  if (loaded === undefined) {
    for (const { judging } of runs.keys()) {
      const late = judging.is === "run" ? judging.explainCut?.(source, "in time") : undefined;
      if (late !== undefined) report(source, late);
    }
    return { claims: [], beside: [], appendix: {} };
  }
  const beside = [...(await judgeAfter(loaded, options, environment, collected))];
  const appendix: Record<string, readonly unknown[]> = {};
  for (const [lens, planned] of runs) {
    if (lens.judging.is !== "run") continue;
    const done = await runJobs(lens, lens.judging, planned, loaded, options, environment, collected);
    beside.push(...done.findings);
    if (done.appendix.length > 0) appendix[lens.name] = done.appendix;
  }
  const claims = findings.filter((finding) => finding.source === source);
  const closed = { claims, beside, appendix };
  if (!environment.signal.aborted) journal.write({ is: "closed", source, ...closed });
  return closed;
}

function groupByLens(planned: readonly Planned[]): ReadonlyMap<Lens, readonly Planned[]> {
  const groups = new Map<Lens, Planned[]>();
  for (const one of planned) groups.set(one.lens, [...(groups.get(one.lens) ?? []), one]);
  return groups;
}

/** Judges what follows from the first findings, in turns as well; it may revise them. */
async function judgeAfter(
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  collected: Collected,
): Promise<readonly Finding[]> {
  const { findings } = collected;
  const { source } = loaded.source;
  const after: Finding[] = [];
  for (const lens of environment.lenses) {
    const { judging } = lens;
    if (judging.is !== "turns" || judging.when !== "after" || !lens.applies(loaded, options)) continue;
    const earlier = findings.filter((finding) => finding.source === source);
    const asked = linkJobs(lens.plan(loaded, options, earlier), [lens]).flatMap((planned) =>
      planned.job.asks.map((question, index): Asked => ({ ...planned, index, question })),
    );
    await takeTurns(asked, loaded, options, environment, collected, (one, answer) => {
      if (judging.isFinding?.(answer) !== false) after.push(makeFinding(lens, one.job, answer));
      const at = findings.findIndex((finding) => isAbout(finding, answer.question));
      const [finding] = findings.slice(at, at + 1);
      const revised = at < 0 || finding === undefined ? undefined : judging.revise?.(finding, answer);
      if (revised !== undefined) findings[at] = revised;
      return findings.length;
    });
  }
  return after;
}

function isAbout(finding: Finding, { source, protocol, role, label, claim, engine }: Question): boolean {
  return (
    finding.source === source &&
    finding.protocol === protocol &&
    finding.role === role &&
    finding.label === label &&
    finding.claim === claim &&
    finding.engine === engine
  );
}

type Running = Extract<Judging, { is: "run" }>;

/** Does the jobs of one lens on a source, one after the other; one that fails does not stop the others. */
async function runJobs(
  lens: Lens,
  judging: Running,
  planned: readonly Planned[],
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  { findings, report, until }: Collected,
): Promise<{ readonly findings: readonly Finding[]; readonly appendix: readonly unknown[] }> {
  const { journal = NO_JOURNAL, cache, now, pause, signal, memory } = environment;
  const { source } = loaded.source;
  const answered: { readonly job: Job; readonly answer: Answer }[] = [];
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
      for (const answer of ran?.answers ?? []) answered.push({ job, answer });
      if (ran?.appendix !== undefined) appendix.push(ran.appendix);
    } catch (error) {
      for (const diagnostic of explainError(error)) report(source, diagnostic);
    }
  }
  const answers = answered.map(({ answer }) => answer);
  const combined = judging.combine === undefined ? answers : await judging.combine(answers);
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
): Promise<Ran | undefined> {
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
  return { answers, ...(came.appendix === undefined ? {} : { appendix: came.appendix }) };
}

/** Recalls from the cache what is the same for every run of a job, and keeps it there. */
async function recallRun(
  job: Job,
  lens: Lens,
  { lasting }: Running,
  loaded: LoadedSource,
  cache: ResultCache | undefined,
  run: () => Promise<Ran | undefined>,
): Promise<Ran | undefined> {
  if (lasting === undefined || cache === undefined) return run();
  const known = await cache.find(job, examineFor(lens, job, loaded));
  if (known !== undefined) {
    const answers = known.flatMap(({ verdict }, i) => {
      const question = job.asks[i];
      return question === undefined ? [] : [{ question, verdict }];
    });
    return { answers };
  }
  const ran = await run();
  const answers = ran?.answers ?? [];
  if (answers.length === job.asks.length) cache.keep(job, answers);
  return ran;
}

function withContext(diagnostic: Diagnostic, { protocol, role, claim, on, label }: Question): Diagnostic {
  return { ...diagnostic, note: `while judging ${protocol}: ${nameOf(role, claim, on)} (${label})` };
}
