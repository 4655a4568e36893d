/**
 * The whole of an analysis: words -> sources -> models -> searches -> Assessment.
 *
 * Everything is loaded before the first search, so that what is wrong with a file is told at once; one bad file does not
 * stop the others. Findings come in file order. What was cancelled is said to be inconclusive, never left to look done.
 * What an earlier process of the same analysis wrote into the journal is not done again.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { findDisagreements } from "../core/verdict/disagreement.ts";
import type { Assessment, AssessmentOptions, BanBasis, Finding, SourceError } from "../core/verdict/verdict.ts";
import { openAccount } from "./count-findings.ts";
import { diagnose } from "../repository/diagnostics.ts";
import type { Environment } from "./environment.ts";
import { closePart, judgePart, openTime } from "./judge-source.ts";
import { NO_JOURNAL } from "./journal.ts";
import { type AssessOptions, listEngines } from "../repository/options.ts";
import type { MeasuredOverheads } from "./overheads.ts";
import { readAll } from "./read-sources.ts";
import type { Resolution } from "../repository/resolve-sources.ts";
import { warnUnlessKept } from "./result-cache.ts";
import { listPromised, type Part } from "./settle-source.ts";

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
    const until = part.loaded === undefined ? 0 : openTime(part, journal);
    const collected = { findings, total, claimTimes, report, until };
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
    subjects: parts.flatMap(({ read: { subjects, blanks } }) => {
      const judged = new Set(blanks.map(({ protocol }) => protocol));
      return subjects.filter(({ protocol }) => judged.has(protocol));
    }),
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
