/**
 * The whole of an analysis: words -> sources -> models -> searches -> Assessment.
 *
 * Everything is loaded before the first search, so that what is wrong with a file is told at once; one bad file does not
 * stop the others. Findings come in file order. What was cancelled is said to be inconclusive, never left to look done.
 */
import type { Diagnostic } from "../diagnostic/diagnostic.ts";
import { DiagnosticError } from "../diagnostic/diagnostic.ts";
import type { Model } from "../protocol/ir/script.ts";
import type { InstalledScyther } from "../scyther/installed/find-scyther.ts";
import { findDisagreements } from "../verdict/disagreement.ts";
import type {
  Assessment,
  AssessmentOptions,
  BanBasis,
  Engine,
  Finding,
  SourceError,
  Subject,
  Verdict,
} from "../verdict/verdict.ts";
import type { ListedClaim } from "../verifier/claims/listing.ts";
import type { ClaimTarget, VerifyOptions } from "../verifier/verify.ts";
import { judgeGoals } from "./ban/judge-goals.ts";
import { openAccount } from "./count-findings.ts";
import { diagnose } from "./diagnostics.ts";
import { type Conditions, driveSearch, type Search } from "./drive.ts";
import { isNamed, nameClaim } from "./claim-names.ts";
import type { AssessEvent, ClaimInWork } from "./events.ts";
import { compareVerdict, findExpected } from "./expectations.ts";
import { explainError } from "./explain-error.ts";
import type { LoadProtocol } from "./loaded-protocol.ts";
import { type LoadedSource, loadSource } from "./load-source.ts";
import { type AssessOptions, DEFAULT_SEQUENCES, type EngineChoice } from "./options.ts";
import type { MeasuredOverheads } from "./overheads.ts";
import type { Resolution, Source } from "./resolve-sources.ts";
import { cacheJudges, type Judges } from "./judges.ts";
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
  const began = environment.now();
  const errors: SourceError[] = [];
  const warnings: SourceError[] = [];
  const report = (source: string, diagnostic: Diagnostic): void => {
    environment.listen({ kind: "diagnostic", about: { source, diagnostic } });
    (diagnostic.severity === "error" ? errors : warnings).push(toSourceError(source, diagnostic));
  };
  for (const { source, diagnostic } of resolution.diagnostics) report(source, diagnostic);
  const loaded = await loadAll(resolution.sources, options, environment, report);
  const chosen = loaded.map((one) => ({ ...one, claims: one.claims.filter((claim) => isWanted(claim, options.only)) }));
  if (loaded.length > 0 && chosen.every(({ claims }) => claims.length === 0) && options.only.length > 0) {
    report(options.only.join(" "), diagnose("AS108", `No claim matches ${options.only.join(", ")}.`));
  }
  if (engines.includes("scyther") && environment.scyther !== undefined) {
    const { warnOfVersion } = await import("./scyther/require-scyther.ts");
    const warning = warnOfVersion(environment.scyther);
    if (warning !== undefined) report("assay", warning);
  }
  const settle = openAccount(chosen, engines, options);
  const cache = environment.cache && warnUnlessKept(environment.cache, (warning) => report("assay", warning));
  const conditions = { ...environment, cache };
  const findings: Finding[] = [];
  const claimTimes: Record<string, unknown>[] = [];
  const total = chosen.reduce((sum, { claims }) => sum + claims.length * engines.length, 0);
  const beside = new Map<string, readonly Finding[]>();
  const bases: BanBasis[] = [];
  for (const one of chosen) {
    await judgeAll(one, options, conditions, { findings, claimTimes, total, report });
    if (environment.signal.aborted) break;
    const flaws = await judgeFlaws(one, options, conditions, { findings, claimTimes, total, report });
    const goals = options.ban === undefined ? undefined : judgeGoals(one, findings, report);
    if (goals !== undefined) bases.push(goals.basis);
    const games = await playGames(one, options, conditions, report);
    beside.set(one.source.source, [...flaws, ...(goals?.findings ?? []), ...games]);
  }
  const measured = await measureCosts(chosen, options, environment);
  const all = chosen.flatMap(({ source: { source } }) => [
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
    subjects: chosen.flatMap(({ subjects, claims }) => subjects.filter((subject) => isTouched(subject, claims))),
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
  loaded: readonly LoadedSource[],
  { overheads }: AssessOptions,
  { signal, now }: Environment,
): Promise<MeasuredOverheads | undefined> {
  const isAsked = overheads !== undefined && !signal.aborted;
  if (!isAsked || !loaded.some(({ subjects }) => subjects.some(({ theories }) => theories.includes("pre")))) return;
  const { measureOverheads } = await import("./overheads.ts");
  return measureOverheads(now);
}

async function loadAll(
  sources: readonly Source[],
  options: AssessOptions,
  environment: Environment,
  report: (source: string, diagnostic: Diagnostic) => void,
): Promise<LoadedSource[]> {
  const loaded: LoadedSource[] = [];
  for (const source of sources) {
    try {
      const one = await loadSource(source, options, environment.loadProtocol);
      for (const diagnostic of [...one.warnings, ...(one.expectations?.diagnostics ?? [])]) {
        report(source.source, diagnostic);
      }
      loaded.push(one);
    } catch (error) {
      for (const diagnostic of explainError(error)) report(source.source, diagnostic);
    }
  }
  return loaded;
}

/** What a whole analysis collects. */
interface Collected {
  readonly findings: Finding[];
  readonly claimTimes: Record<string, unknown>[];
  readonly total: number;
  readonly report: (source: string, diagnostic: Diagnostic) => void;
}

async function judgeAll(
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  { findings, claimTimes, total, report }: Collected,
): Promise<void> {
  if (environment.signal.aborted || loaded.claims.length === 0) return;
  const source = loaded.source.source;
  const judges = openCachedJudges(loaded, options, environment);
  try {
    for (const listed of loaded.claims) {
      for (const engine of listEngines(options.engine)) {
        if (environment.signal.aborted) return;
        const { protocol, role } = listed;
        const { label } = listed.claim;
        const claim: ClaimInWork = { ...listed, source, engine };
        environment.listen({ kind: "started", claim, index: findings.length, total });
        try {
          const driven = await judges[engine](listed, claim);
          if (driven === undefined) continue;
          environment.listen({ kind: "judged", claim, verdict: driven.verdict });
          findings.push(makeFinding(loaded, listed, engine, driven.verdict));
          const { verdict: _, ...times } = driven;
          claimTimes.push({ source, protocol, role, label, engine, ...times });
        } catch (error) {
          for (const diagnostic of explainError(error)) report(source, withContext(diagnostic, listed));
        }
      }
    }
  } finally {
    judges.close();
  }
}

/** Judges what holds typed under the matching that is asked for as well, and notes what holds there, too. */
async function judgeFlaws(
  loaded: LoadedSource,
  options: AssessOptions,
  environment: Environment,
  { findings, claimTimes, total, report }: Collected,
): Promise<readonly Finding[]> {
  const { untyped, source, expectations } = loaded;
  if (untyped === undefined) return [];
  const flaws: Finding[] = [];
  const typed = loaded.claims.flatMap((listed) => {
    const at = findings.findIndex((one) => isFindingOf(one, listed, source.source) && mayBeFlawed(listed, one));
    return at < 0 ? [] : [{ listed, at }];
  });
  const claims = typed.map(({ listed }) => listed);
  const subjects = loaded.subjects.map((subject) => ({ ...subject, hash: untyped.hash }));
  const loose: LoadedSource = { ...loaded, model: untyped.model, claims, subjects };
  const judges = openCachedJudges(loose, { ...options, engine: "native" }, environment);
  try {
    for (const { listed, at } of typed) {
      if (environment.signal.aborted) break;
      const claim: ClaimInWork = { ...listed, source: source.source, engine: "native" };
      environment.listen({ kind: "started", claim, index: Math.min(findings.length, total - 1), total });
      try {
        const driven = await judges.native(listed, claim);
        if (driven === undefined) continue;
        const { verdict, ...times } = driven;
        environment.listen({ kind: "judged", claim, verdict });
        const flaw = tellFlaw(findings[at] as Finding, untyped.match, verdict, expectations);
        if (flaw !== undefined) flaws.push(flaw);
        findings[at] = noteUntyped(findings[at] as Finding, untyped.match, verdict);
        const { protocol, role } = listed;
        const { label } = listed.claim;
        claimTimes.push({
          source: source.source,
          protocol,
          role,
          label,
          engine: "native",
          match: untyped.match,
          ...times,
        });
      } catch (error) {
        for (const diagnostic of explainError(error)) report(source.source, withContext(diagnostic, listed));
      }
    }
  } finally {
    judges.close();
  }
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
  const milliseconds = options.timeoutSeconds * 1000;
  let verifier: ReturnType<StartVerifier> | undefined;
  let session: ScytherSession | undefined;
  return {
    native: async (listed, claim) => {
      verifier ??= environment.startVerifier(loaded.model);
      const search = verifier.verify(listed, loaded.bounds);
      const driven = await driveSearch(search, environment, milliseconds, (progress) => {
        environment.listen({ kind: "progress", claim, progress });
      });
      // Whatever filled the memory should not stand in the way of the next claim.
      if (driven.verdict.is === "inconclusive" && driven.verdict.why === "memory") verifier = undefined;
      return driven;
    },
    scyther: async (listed) => {
      if (environment.scyther === undefined) return undefined;
      if (session === undefined) {
        const { openScytherSession } = await import("./scyther/scyther-session.ts");
        session ??= openScytherSession(environment.scyther, loaded);
      }
      return session.judge(listed, environment, milliseconds);
    },
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

function makeFinding(
  loaded: LoadedSource,
  { protocol, role, claim }: ListedClaim,
  engine: Engine,
  verdict: Verdict,
): Finding {
  const expected = loaded.expectations && findExpected(loaded.expectations, claim.label, loaded.model.match);
  return {
    source: loaded.source.source,
    protocol,
    role,
    claim: claim.kind,
    label: claim.label,
    on: claim.on,
    lens: "symbolic",
    engine,
    ...(claim.implicit === true ? { added: true } : {}),
    ...sayHonest(loaded.model, protocol),
    verdict,
    ...(expected === undefined ? {} : { expected: compareVerdict(expected, verdict) }),
    ...(claim.place === undefined ? {} : { place: claim.place }),
  };
}

/** Whom the model takes for honest: every role where a claim is made, trusted ones everywhere. */
function sayHonest(model: Model, name: string): Pick<Finding, "honest" | "trusted"> {
  const [role] = model.protocols.find((protocol) => protocol.name === name)?.roles ?? [];
  if (role === undefined) return {};
  return { honest: role.roles, ...(role.trusted === undefined ? {} : { trusted: role.trusted }) };
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

function isTouched(subject: Subject, claims: readonly ListedClaim[]): boolean {
  return claims.some((claim) => claim.protocol === subject.protocol);
}
