/**
 * Everything that is judged of one source: what takes turns within its time, what follows from that, and what is done in
 * one go. What an earlier process of the same analysis wrote into the journal is not done again.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
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
  type Session,
} from "../lenses/lens.ts";
import type { LoadedSource } from "../lenses/loaded-source.ts";
import type { AssessOptions } from "../lenses/options.ts";
import type { Environment, Report } from "./environment.ts";
import { openElsewhere } from "./elsewhere/open-elsewhere.ts";
import { type ClosedSource, type Journal, nameQuestion, NO_JOURNAL } from "./journal.ts";
import { judgeTurns, type Settled, type Task } from "./judge-turns.ts";
import type { Ahead } from "./open-ahead.ts";
import { openTurns } from "./open-session.ts";
import { runJobs } from "./run-jobs.ts";
import { type Asked, linkJobs, listTurns, type Part, type Planned, settleUnread } from "./settle-source.ts";
import { keyWithPlace, nameOrigin, type Note } from "./taken.ts";

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
  readonly note: Note;
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
  { findings, total, claimTimes, engineTimes, report, note, until, ahead }: Collected,
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
    const { verdict, evidence, ...times } = settled.judged;
    environment.listen({ kind: "judged", claim: question, verdict });
    index = keep(one, { question, verdict });
    note({ lens: one.lens.name, key: keyWithPlace(question), ...nameOrigin(times), evidence });
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
    const earlier = [...findings.filter((finding) => finding.source === source), ...after];
    const asked = linkJobs(lens.plan(loaded, options, earlier), [lens]).flatMap((planned) =>
      planned.job.asks.map((question, index): Asked => ({ ...planned, index, question })),
    );
    await takeTurns(asked, loaded, options, environment, collected, (one, answer) => {
      // Before the answer is a finding itself, which it would be about as well.
      if (!reviseFirst(findings, answer, judging)) reviseFirst(after, answer, judging);
      if (judging.isFinding?.(answer) !== false) after.push(makeFinding(lens, one.job, answer));
      return findings.length;
    });
  }
  return after;
}

/** Revises the first of some findings that the answer changes; false where it changes none. */
function reviseFirst(findings: Finding[], answer: Answer, { revise }: Extract<Judging, { is: "turns" }>): boolean {
  return findings.some((finding, at) => {
    const revised = isAbout(finding, answer.question) ? revise?.(finding, answer) : undefined;
    if (revised !== undefined) findings[at] = revised;
    return revised !== undefined;
  });
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

function withContext(diagnostic: Diagnostic, { protocol, role, claim, on, label }: Question): Diagnostic {
  return { ...diagnostic, note: `while judging ${protocol}: ${nameOf(role, claim, on)} (${label})` };
}
