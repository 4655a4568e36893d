/**
 * The whole of an analysis: words -> sources -> models -> searches -> Assessment.
 *
 * Everything is loaded before the first search, so that what is wrong with a file is told at once; one bad file does not
 * stop the others. Findings come in file order. What was cancelled is said to be inconclusive, never left to look done.
 * What an earlier process of the same analysis wrote into the journal is not done again.
 */
import type { Diagnostic } from "../core/diagnostic/diagnostic.ts";
import { findDisagreements } from "../findings/disagreement.ts";
import { tellJudges } from "../findings/tell-judges.ts";
import type { Assessment, AssessmentOptions, Engine, SourceError } from "../core/verdict/verdict.ts";
import { openAccount } from "./count-findings.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Environment } from "./environment.ts";
import { judgeAll } from "./judge-all.ts";
import type { Lens } from "../lenses/lens.ts";
import { type ClosedSource, NO_JOURNAL } from "./journal.ts";
import { listEngines } from "../findings/engines.ts";
import type { AssessOptions } from "../lenses/options.ts";
import { readAll } from "./read-sources.ts";
import type { Resolution } from "../repository/resolve-sources.ts";
import { tellTroubles } from "./result-cache.ts";
import { listPromised } from "./settle-source.ts";
import { countOrigins, placeEvidence, type Taken } from "./taken.ts";

/** Analyses sources and says what was found. */
export async function assess(
  resolution: Resolution,
  options: AssessOptions,
  environment: Environment,
): Promise<Assessment> {
  const engines = listEngines(options.engine);
  const { journal = NO_JOURNAL, lenses } = environment;
  const programs = lenses.flatMap(({ engine, program }) =>
    engines.includes(engine) && program !== undefined ? [program] : [],
  );
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
  await loadEngines(lenses, engines);
  const parts = await readAll(resolution.sources, options, environment, report);
  const isNothingLeft = parts.every(({ read: { subjects } }) => subjects.length === 0);
  if (parts.length > 0 && isNothingLeft && options.only.length > 0) {
    report(options.only.join(" "), diagnose("AS108", `No claim matches ${options.only.join(", ")}.`));
  }
  for (const program of programs) {
    for (const warning of program.is === "found" ? program.warnings : [program.diagnostic]) report("assay", warning);
  }
  const settle = openAccount(parts.flatMap((part) => listPromised(part, lenses, journal)));
  const cache = environment.cache && tellTroubles(environment.cache, (warning) => report("assay", warning));
  const conditions = { ...environment, cache };
  const taken = [...journal.past.taken];
  const note = ({ evidence, alone, ...origin }: Taken): void => {
    const isWanted = environment.take !== undefined && evidence !== undefined;
    if (origin.from === undefined && !isWanted) return;
    const one = isWanted ? { ...origin, evidence, ...(alone === undefined ? {} : { alone }) } : origin;
    taken.push(one);
    journal.write({ is: "taken", taken: one });
  };
  const judged = await judgeAll(parts, options, conditions, report, note);
  const { findings, beside, appendices, claimTimes, engineTimes, total } = judged;
  const gathered = await gatherAppendices(appendices, environment);
  const all = parts.flatMap(({ source: { source } }) => [
    ...findings.filter((finding) => finding.source === source),
    ...(beside.get(source) ?? []),
  ]);
  environment.take?.(placeEvidence(taken, all));
  const origins = countOrigins(taken);
  const interrupted = isCutShort(findings.length < total, options, environment);
  const account = settle(all);
  const isIncomplete = !interrupted && account.missing > 0;
  if (isIncomplete) for (const { source, diagnostic } of account.diagnostics) report(source, diagnostic);
  return {
    schema: "assay/assessment-1",
    tool: {
      name: "assay",
      version: environment.version,
      ...(environment.build === undefined ? {} : { build: environment.build }),
    },
    options: describeOptions(options),
    subjects: parts.flatMap(({ read: { subjects } }) => subjects),
    findings: all,
    ...gathered.values,
    ...(engines.length > 1 ? { disagreements: findDisagreements(findings), judgements: tellJudges(findings) } : {}),
    ...(interrupted ? { interrupted } : {}),
    ...(isIncomplete ? { incomplete: { asked: account.asked, missing: account.missing } } : {}),
    timings: {
      milliseconds: environment.now() - began,
      timeoutSeconds: options.timeoutSeconds,
      claims: claimTimes,
      ...(origins === undefined ? {} : { origins }),
      ...(engines.length > 1 ? { engines: engineTimes } : {}),
      ...gathered.times,
      machine: environment.machine,
    },
    errors,
    warnings,
  };
}

/** So that the time of the first source is not spent on loading. */
async function loadEngines(lenses: readonly Lens[], engines: readonly Engine[]): Promise<void> {
  for (const { engine, judging } of lenses) {
    if (judging.is === "turns" && judging.when === "first" && engines.includes(engine)) await judging.load?.();
  }
}

/** Claims are missing, or what comes after them may be. */
function isCutShort(isMissing: boolean, options: AssessOptions, { signal }: Environment): boolean {
  return signal.aborted && (isMissing || options.ban !== undefined || options.plays !== undefined);
}

/** Gathers the appendices of lenses, by their keys in the assessment. */
async function gatherAppendices(
  appendices: readonly ClosedSource["appendix"][],
  { lenses, signal, now }: Environment,
): Promise<{ readonly values: Readonly<Record<string, unknown>>; readonly times: Readonly<Record<string, unknown>> }> {
  const values: Record<string, unknown> = {};
  const times: Record<string, unknown> = {};
  for (const { name, appendix } of lenses) {
    if (appendix === undefined) continue;
    const parts = appendices.flatMap((one) => one[name] ?? []);
    const gathered = await appendix.gather(parts, { now, signal });
    if (gathered === undefined) continue;
    values[appendix.key] = gathered.value;
    if (gathered.times !== undefined) times[appendix.key] = gathered.times;
  }
  return { values, times };
}

function describeOptions(options: AssessOptions): AssessmentOptions {
  const { engine, maxRuns, maxStates, claims, injective, honest, executed, typeFlaws, ban, plays, sequences, only } =
    options;
  const match = options.match ?? options.usualMatch;
  return {
    engine,
    maxRuns,
    maxStates,
    ...(match === undefined ? {} : { match }),
    claims,
    ...(injective === undefined ? {} : { injective }),
    ...(honest === undefined ? {} : { honest }),
    ...(executed === undefined ? {} : { executed }),
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
