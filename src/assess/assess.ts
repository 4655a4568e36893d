/**
 * The whole of an analysis: words -> sources -> models -> searches -> Assessment.
 *
 * Everything is loaded before the first search, so that what is wrong with a file is told at once; one bad file does not
 * stop the others. Findings come in file order. What was cancelled is said to be inconclusive, never left to look done.
 * What an earlier process of the same analysis wrote into the journal is not done again.
 */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import type { Model } from "../protocol/ir/script.ts";
import type { InstalledScyther } from "../scyther/installed/find-scyther.ts";
import { findDisagreements } from "../verdict/disagreement.ts";
import type { Assessment, AssessmentOptions, BanBasis, Engine, Finding, SourceError } from "../verdict/verdict.ts";
import type { ListedClaim } from "../verifier/claims/listing.ts";
import type { ClaimTarget, VerifyOptions } from "../verifier/verify.ts";
import { judgeGoals } from "./ban/judge-goals.ts";
import { openAccount } from "./count-findings.ts";
import { diagnose } from "./diagnostics.ts";
import { type Conditions, Drive, type Search } from "./drive.ts";
import { isNamed, nameClaim } from "./claim-names.ts";
import type { AssessEvent } from "./events.ts";
import { explainError } from "./explain-error.ts";
import { guardDeriving, guardReading } from "./guard-reading.ts";
import { judgeClaims, listTasks, type Settled, type Task } from "./judge-claims.ts";
import { type ClosedSource, foldRead, type Journal, NO_JOURNAL, type ReadSource } from "./journal.ts";
import type { LoadProtocol } from "./loaded-protocol.ts";
import { type LoadedSource, loadSource } from "./load-source.ts";
import {
  listBeside,
  listBlanks,
  listPromised,
  makeFinding,
  type Part,
  sayHonest,
  settleUnread,
} from "./settle-source.ts";
import { type AssessOptions, DEFAULT_SEQUENCES, type EngineChoice } from "./options.ts";
import type { MeasuredOverheads } from "./overheads.ts";
import type { Resolution, Source } from "./resolve-sources.ts";
import { cacheJudges, giveUpUnseen, type Judged, type Judges } from "./judges.ts";
import { keyVerdicts, type ResultCache, warnUnlessKept } from "./result-cache.ts";
import type { ScytherSession } from "./scyther/scyther-session.ts";
import { mayBeFlawed, noteUntyped, tellFlaw } from "./type-flaws.ts";

/** Starts the searches of one model. */
export type StartVerifier = (model: Model) => {
  verify(target: ClaimTarget, options: VerifyOptions): Search;
};

/** Everything that an analysis needs from outside. */
export interface Environment extends Conditions {
  readonly version: string;
  readonly loadProtocol: LoadProtocol;
  readonly startVerifier: StartVerifier;
  /** Needed by options that ask for it. */
  readonly scyther?: InstalledScyther | undefined;
  readonly listen: (event: AssessEvent) => void;
  /** What whoever watches over this process is told; none: nobody does. */
  readonly journal?: Journal | undefined;
  /** Verdicts of earlier analyses; where there is none, all are found anew. */
  readonly cache?: ResultCache | undefined;
  /** Facts of the machine, for the timings. */
  readonly machine: Readonly<Record<string, unknown>>;
}

/** Analyses sources and says what was found. */
export async function assess(
  resolution: Resolution,
  options: AssessOptions,
  environment: Environment,
): Promise<Assessment> {
  const engines = listEngines(options.engine);
  if (engines.includes("scyther") && environment.scyther === undefined) {
    throw new DiagnosticError([diagnose("AS601", "Scyther is asked for, but there is none.")]);
  }
  const { journal = NO_JOURNAL } = environment;
  const began = environment.now();
  const errors: SourceError[] = [];
  const warnings: SourceError[] = [];
  const report = (source: string, diagnostic: Diagnostic): void => {
    (diagnostic.severity === "error" ? errors : warnings).push(toSourceError(source, diagnostic));
    const told = JSON.stringify(diagnostic);
    if (journal.past.toldOf(source).some((earlier) => JSON.stringify(earlier) === told)) return;
    journal.write({ is: "told", source, diagnostic });
    environment.listen({ kind: "diagnostic", about: { source, diagnostic } });
  };
  for (const { source, diagnostic } of resolution.diagnostics) report(source, diagnostic);
  const parts = await readAll(resolution.sources, options, environment, report);
  const isNothingLeft = parts.every(({ read: { blanks } }) => blanks.length === 0);
  if (parts.length > 0 && isNothingLeft && options.only.length > 0) {
    report(options.only.join(" "), diagnose("AS108", `No claim matches ${options.only.join(", ")}.`));
  }
  if (engines.includes("scyther") && environment.scyther !== undefined) {
    const { warnOfVersion } = await import("./scyther/require-scyther.ts");
    const warning = warnOfVersion(environment.scyther);
    if (warning !== undefined) report("assay", warning);
  }
  const settle = openAccount(
    parts.map((part) => listPromised(part, journal)),
    engines,
    options,
  );
  const cache = environment.cache && warnUnlessKept(environment.cache, (warning) => report("assay", warning));
  const conditions = { ...environment, cache };
  const findings: Finding[] = [];
  const claimTimes: Record<string, unknown>[] = [];
  const total = parts.reduce((sum, { read }) => sum + read.blanks.length * engines.length, 0);
  const beside = new Map<string, readonly Finding[]>();
  const bases: BanBasis[] = [];
  for (const part of parts) {
    const { source } = part.source;
    const collected = { findings, total, claimTimes, report };
    findings.push(...(await judgePart(part, options, conditions, collected)));
    if (environment.signal.aborted && journal.past.closedOf(source) === undefined) break;
    const closed = await closePart(part, options, conditions, collected);
    bases.push(...closed.bases);
    beside.set(source, closed.beside);
  }
  const measured = await measureCosts(parts, options, environment);
  const all = parts.flatMap(({ source: { source } }) => [
    ...findings.filter((finding) => finding.source === source),
    ...(beside.get(source) ?? []),
  ]);
  const interrupted = isCutShort(findings.length < total, options, environment);
  const account = settle(all);
  const isIncomplete = !interrupted && account.missing > 0;
  if (isIncomplete) for (const { source, diagnostic } of account.diagnostics) report(source, diagnostic);
  return {
    schema: "assay/assessment-1",
    tool: { name: "assay", version: environment.version },
    options: describeOptions(options),
    subjects: parts.flatMap(({ read: { subjects, blanks } }) =>
      subjects.filter((subject) => blanks.some((blank) => blank.protocol === subject.protocol)),
    ),
    findings: all,
    ...(bases.length > 0 ? { ban: bases } : {}),
    ...(measured === undefined ? {} : { overheads: measured.overheads }),
    ...(engines.length > 1 ? { disagreements: findDisagreements(findings) } : {}),
    ...(interrupted ? { interrupted } : {}),
    ...(isIncomplete ? { incomplete: { asked: account.asked, missing: account.missing } } : {}),
    timings: {
      milliseconds: environment.now() - began,
      timeoutSeconds: options.timeoutSeconds,
      claims: claimTimes,
      ...(measured === undefined ? {} : { overheads: measured.times }),
      machine: environment.machine,
    },
    errors,
    warnings,
  };
}

/** Claims are missing, or what comes after them may be. */
function isCutShort(isMissing: boolean, options: AssessOptions, { signal }: Environment): boolean {
  return signal.aborted && (isMissing || options.ban !== undefined || options.plays !== undefined);
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

async function measureCosts(
  parts: readonly Part[],
  { overheads }: AssessOptions,
  { signal, now }: Environment,
): Promise<MeasuredOverheads | undefined> {
  const isAsked = overheads !== undefined && !signal.aborted;
  const isUsed = parts.some(({ read }) => read.subjects.some(({ theories }) => theories.includes("pre")));
  if (!isAsked || !isUsed) return;
  const { measureOverheads } = await import("./overheads.ts");
  return measureOverheads(now);
}

type Report = (source: string, diagnostic: Diagnostic) => void;

async function readAll(
  sources: readonly Source[],
  options: AssessOptions,
  environment: Environment,
  report: Report,
): Promise<Part[]> {
  const { journal = NO_JOURNAL } = environment;
  const parts: Part[] = [];
  for (const source of sources) {
    try {
      const earlier = readEarlier(source, environment);
      if (earlier !== undefined) {
        for (const diagnostic of journal.past.toldOf(source.source)) report(source.source, diagnostic);
        parts.push({ source, read: earlier, loaded: undefined });
        continue;
      }
      if (environment.signal.aborted) continue;
      const began = journal.now();
      const milliseconds = options.timeoutSeconds * 1000;
      const all = await guardReading(source, journal, milliseconds, () =>
        loadSource(source, options, environment.loadProtocol),
      );
      for (const diagnostic of [...all.warnings, ...(all.expectations?.diagnostics ?? [])]) {
        report(source.source, diagnostic);
      }
      const loaded = { ...all, claims: all.claims.filter((claim) => isWanted(claim, options.only)) };
      const until = journal.past.readOf(source.source)?.until ?? began + milliseconds;
      const read = {
        subjects: loaded.subjects,
        blanks: listBlanks(loaded),
        honesty: sayHonest(loaded.model),
        ...listBeside(loaded),
        until,
      };
      journal.write({ is: "read", source: source.source, ...foldRead(read) });
      parts.push({ source, read, loaded });
    } catch (error) {
      for (const diagnostic of explainError(error)) report(source.source, diagnostic);
    }
  }
  return parts;
}

/** What an earlier process read of a source, where it is not to be read again: it is done with, or its time is up. */
function readEarlier({ source }: Source, { journal = NO_JOURNAL, signal }: Environment): ReadSource | undefined {
  const read = journal.past.readOf(source);
  if (read === undefined) return undefined;
  const isDone = journal.past.closedOf(source) !== undefined;
  const isLate = journal.now() >= read.until;
  const isCut = journal.past.cutOf({ is: "reading", source }) !== undefined;
  return isDone || isLate || isCut || signal.aborted ? read : undefined;
}

/** What a whole analysis collects. */
interface Collected {
  readonly findings: Finding[];
  readonly total: number;
  readonly claimTimes: Record<string, unknown>[];
  readonly report: Report;
}

/** The findings of one source, in file order. */
async function judgePart(
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
  { source: { source }, read }: Part,
  tasks: readonly Task[],
  open: () => Judges,
  options: AssessOptions,
  environment: Environment,
  { findings, total, claimTimes, report }: Collected,
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
  const budget = journal === NO_JOURNAL ? options.timeoutSeconds * 1000 : read.until - journal.now();
  const judges = open();
  try {
    await judgeClaims(tasks, judges, environment, budget, journal, { start, settle });
  } finally {
    judges.close();
  }
}

/** What comes after the claims of a source: type flaws, the goals of BAN logic, and games. */
async function closePart(
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
  const milliseconds = options.timeoutSeconds * 1000;
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

function openCachedJudges(loaded: LoadedSource, options: AssessOptions, environment: Environment): Judges {
  const { cache, scyther } = environment;
  const open = (): Judges => openJudges(loaded, options, environment);
  if (cache === undefined) return open();
  const key = keyVerdicts(loaded, options, cache, scyther?.version);
  return cacheJudges(cache, key, loaded.claims, listEngines(options.engine), open);
}

function openJudges(loaded: LoadedSource, options: AssessOptions, environment: Environment): Judges {
  let verifier: ReturnType<StartVerifier> | undefined;
  let session: ScytherSession | undefined;
  const drives = new Map<ListedClaim, Drive>();
  return {
    native: async (listed, claim, { milliseconds, after }) => {
      verifier ??= environment.startVerifier(loaded.model);
      const drive =
        drives.get(listed) ??
        new Drive(verifier.verify(listed, loaded.bounds), environment, (progress) => {
          environment.listen({ kind: "progress", claim, progress });
        });
      drives.set(listed, drive);
      const driven = await drive.take(milliseconds, after);
      if (driven === undefined) return "parked";
      drives.delete(listed);
      // Whatever filled the memory should not stand in the way of the next claim.
      if (driven.verdict.is === "inconclusive" && driven.verdict.why === "memory") verifier = undefined;
      return driven;
    },
    scyther: async (listed, _claim, { milliseconds, after }) => {
      if (environment.scyther === undefined) return undefined;
      if (session === undefined) {
        const { openScytherSession } = await import("./scyther/scyther-session.ts");
        session ??= openScytherSession(environment.scyther, loaded);
      }
      const driven = await session.judge(listed, environment, milliseconds);
      const isLate = driven?.verdict.is === "inconclusive" && driven.verdict.why === "timeout";
      return isLate && after === "park" ? "parked" : driven;
    },
    giveUp: (listed, engine, why) => (engine === "native" && drives.get(listed)?.giveUp(why)) || giveUpUnseen(why),
    close: () => session?.close(),
  };
}

function describeOptions(options: AssessOptions): AssessmentOptions {
  const { engine, maxRuns, maxStates, claims, injective, typeFlaws, ban, plays, sequences, only } = options;
  const match = options.match ?? options.usualMatch;
  return {
    engine,
    maxRuns,
    maxStates,
    ...(match === undefined ? {} : { match }),
    claims,
    ...(injective === undefined ? {} : { injective }),
    ...(typeFlaws === undefined ? {} : { typeFlaws }),
    ...(ban === undefined ? {} : { ban }),
    ...(plays === undefined ? {} : { plays }),
    ...(sequences === undefined ? {} : { sequences }),
    only,
  };
}

/** In the order in which they judge a claim. */
function listEngines(choice: EngineChoice): readonly Engine[] {
  return choice === "both" ? ["native", "scyther"] : [choice];
}

function withContext(diagnostic: Diagnostic, claim: ListedClaim): Diagnostic {
  return { ...diagnostic, note: `while judging ${claim.protocol}: ${nameClaim(claim)} (${claim.claim.label})` };
}

function toSourceError(source: string, { code, message, place, note, help }: Diagnostic): SourceError {
  return {
    source,
    code,
    message,
    ...(place === undefined ? {} : { line: place.line, column: place.column }),
    ...(place === undefined || place.file === source ? {} : { file: place.file }),
    ...(note === undefined ? {} : { note }),
    ...(help === undefined ? {} : { help }),
  };
}

function isWanted(listed: ListedClaim, only: readonly string[]): boolean {
  return only.length === 0 || only.some((word) => isNamed(listed, word));
}
