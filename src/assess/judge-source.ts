/**
 * Everything that is judged of one source: its claims, what holds typed under another matching, the goals of BAN logic
 * and games. What an earlier process of the same analysis wrote into the journal is not done again.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { Finding } from "../core/verdict/verdict.ts";
import type { ListedClaim } from "../lenses/verifier/claims/listing.ts";
import { judgeGoals } from "./ban/judge-goals.ts";
import { nameClaim } from "../repository/claim-names.ts";
import { diagnose } from "../repository/diagnostics.ts";
import type { Environment, Report } from "./environment.ts";
import { explainError } from "../repository/explain-error.ts";
import { guardDeriving } from "./guard-reading.ts";
import { judgeClaims, listTasks, type Settled, type Task } from "./judge-claims.ts";
import { type ClosedSource, type Journal, NO_JOURNAL } from "./journal.ts";
import type { Judged, Judges } from "./judges.ts";
import type { LoadedSource } from "../repository/load-source.ts";
import { openCachedJudges } from "./open-judges.ts";
import { type AssessOptions, DEFAULT_SEQUENCES, listEngines } from "../repository/options.ts";
import { makeFinding, type Part, settleUnread } from "./settle-source.ts";
import { mayBeFlawed, noteUntyped, tellFlaw } from "./type-flaws.ts";

/** Deriving takes no search; a source whose claims took all of its time has so long for it. */
const LEAST_FOR_DERIVING = 1_000;
const LEAST_SHARE_FOR_DERIVING = 0.25;

/** What a whole analysis collects. */
export interface Collected {
  /** When the time of the source is up that is being judged, by the clock of the journal. */
  readonly until: number;
  readonly findings: Finding[];
  readonly total: number;
  readonly claimTimes: Record<string, unknown>[];
  readonly report: Report;
}

/** The findings of one source, in file order. */
export async function judgePart(
  part: Part,
  options: AssessOptions,
  environment: Environment,
  collected: Collected,
): Promise<readonly Finding[]> {
  const { journal = NO_JOURNAL, signal } = environment;
  const { read, loaded } = part;
  const { source } = part.source;
  const engines = listEngines(options.engine);
  if (loaded === undefined) {
    return journal.past.closedOf(source)?.claims ?? settleUnread(source, read, engines, journal, signal);
  }
  const tasks = listTasks(source, loaded.claims, engines);
  const found = new Map<Task, Finding>();
  const judges = (): Judges => openCachedJudges(loaded, options, environment);
  const done = collected.findings.length;
  await judgeTasks(part, tasks, judges, options, environment, collected, (task, { verdict, ...times }) => {
    found.set(task, makeFinding(source, read, task.index, task.claim.engine, verdict));
    return { shown: done + found.size, times };
  });
  return tasks.flatMap((task) => found.get(task) ?? []);
}

/** Judges tasks of a source in what is left of its time; `keep` takes the verdicts and says what is noted of the times. */
async function judgeTasks(
  { source: { source } }: Part,
  tasks: readonly Task[],
  open: () => Judges,
  options: AssessOptions,
  environment: Environment,
  { findings, total, claimTimes, report, until }: Collected,
  keep: (task: Task, judged: Judged) => { readonly shown: number; readonly times: Record<string, unknown> },
): Promise<void> {
  const { journal = NO_JOURNAL, signal } = environment;
  if (signal.aborted || tasks.length === 0) return;
  let index = findings.length;
  const settle = (settled: Settled): void => {
    const { task } = settled;
    if (settled.is === "failed") {
      for (const diagnostic of explainError(settled.error)) report(source, withContext(diagnostic, task.listed));
      return;
    }
    const { protocol, role, claim, engine } = task.claim;
    environment.listen({ kind: "judged", claim: task.claim, verdict: settled.judged.verdict });
    const { shown, times } = keep(task, settled.judged);
    index = shown;
    claimTimes.push({ source, protocol, role, label: claim.label, engine, ...times });
  };
  const start = ({ claim }: Task): void => {
    environment.listen({ kind: "started", claim, index: Math.min(index, total - 1), total });
  };
  const budget = journal === NO_JOURNAL ? options.timeoutSeconds * 1000 : until - journal.now();
  const judges = open();
  try {
    await judgeClaims(tasks, judges, environment, budget, journal, { start, settle });
  } finally {
    judges.close();
  }
}

/** When the time of a source is up, which is said once, whatever process goes on with it. */
export function openTime({ source: { source }, left }: Part, journal: Journal): number {
  const known = journal.past.untilOf(source);
  if (known !== undefined) return known;
  const until = journal.now() + left;
  journal.write({ is: "opened", source, until });
  return until;
}

/** What comes after the claims of a source: type flaws, the goals of BAN logic, and games. */
export async function closePart(
  part: Part,
  options: AssessOptions,
  environment: Environment,
  collected: Collected,
): Promise<ClosedSource> {
  const { journal = NO_JOURNAL } = environment;
  const { read, loaded } = part;
  const { source } = part.source;
  const { findings, report } = collected;
  const known = journal.past.closedOf(source);
  if (known !== undefined) return known;
  if (loaded === undefined) {
    const isLeft = options.ban !== undefined && read.goals.length > 0;
    if (isLeft) report(source, diagnose("AS133", `The goals of BAN logic of ${source} were not derived in time.`));
    return { claims: [], beside: [], bases: [] };
  }
  const flaws = await judgeFlaws(part, loaded, options, environment, collected);
  const derive = (): ReturnType<typeof judgeGoals> => judgeGoals(loaded, findings, report);
  const left = collected.until - journal.now();
  const milliseconds = Math.max(LEAST_FOR_DERIVING, LEAST_SHARE_FOR_DERIVING * options.timeoutSeconds * 1000, left);
  const goals = options.ban === undefined ? undefined : guardDeriving(source, journal, milliseconds, report, derive);
  journal.begin({ is: "other" }, Number.POSITIVE_INFINITY);
  const games = await playGames(loaded, options, environment, report);
  const closed = {
    claims: findings.filter((finding) => finding.source === source),
    beside: [...flaws, ...(goals?.findings ?? []), ...games],
    bases: goals === undefined ? [] : [goals.basis],
  };
  if (!environment.signal.aborted) journal.write({ is: "closed", source, ...closed });
  return closed;
}

/** Judges what holds typed under the matching that is asked for as well, and notes what holds there, too. */
async function judgeFlaws(
  part: Part,
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  collected: Collected,
): Promise<readonly Finding[]> {
  const { untyped, source, expectations } = loaded;
  const { findings } = collected;
  if (untyped === undefined) return [];
  const flaws: Finding[] = [];
  const typed = listTasks(source.source, loaded.claims, ["native"]).flatMap((task) => {
    const at = findings.findIndex(
      (one) => isFindingOf(one, task.listed, source.source) && mayBeFlawed(task.listed, one),
    );
    return at < 0 ? [] : [{ task: { ...task, name: `${task.name} untyped` }, at }];
  });
  const places = new Map(typed.map(({ task, at }) => [task as Task, at]));
  const claims = typed.map(({ task }) => task.listed);
  const subjects = loaded.subjects.map((subject) => ({ ...subject, hash: untyped.hash }));
  const loose: LoadedSource = { ...loaded, model: untyped.model, claims, subjects };
  const judges = (): Judges => openCachedJudges(loose, { ...options, engine: "native" }, environment);
  await judgeTasks(part, [...places.keys()], judges, options, environment, collected, (task, judged) => {
    const { verdict, ...times } = judged;
    const at = places.get(task) as number;
    const flaw = tellFlaw(findings[at] as Finding, untyped.match, verdict, expectations);
    if (flaw !== undefined) flaws.push(flaw);
    findings[at] = noteUntyped(findings[at] as Finding, untyped.match, verdict);
    return { shown: findings.length, times: { match: untyped.match, ...times } };
  });
  return flaws;
}

function isFindingOf(finding: Finding, { protocol, role, claim }: ListedClaim, source: string): boolean {
  return (
    finding.source === source &&
    finding.protocol === protocol &&
    finding.role === role &&
    finding.label === claim.label &&
    finding.claim === claim.kind
  );
}

/** The games are loaded when there is one to play: they need the whole of the reference implementation. */
async function playGames(
  loaded: LoadedSource,
  { plays, sequences = DEFAULT_SEQUENCES, only }: AssessOptions,
  { cache, signal, pause }: Environment,
  report: Collected["report"],
): Promise<readonly Finding[]> {
  const isAsked = plays !== undefined && only.length === 0 && (loaded.expectations?.games ?? []).length > 0;
  if (!isAsked) return [];
  const { judgeGames } = await import("./games/judge-games.ts");
  return judgeGames(loaded, { plays, sequences }, { cache, signal, pause, report });
}

function withContext(diagnostic: Diagnostic, claim: ListedClaim): Diagnostic {
  return { ...diagnostic, note: `while judging ${claim.protocol}: ${nameClaim(claim)} (${claim.claim.label})` };
}
