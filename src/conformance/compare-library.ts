/**
 * A library of models, judged and compared with what Scyther said of it, model by model in the order of their names.
 *
 * A model has one budget of time for all its claims, as Scyther had. One bad model does not stop the others.
 */
import { DiagnosticError, type Diagnostic } from "../core/diagnostic/diagnostic.ts";
import type { ComparedClaim, ComparedModel, Conformance, ModelTime } from "../core/verdict/conformance.ts";
import type { SourceError, Verdict } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import type { Conditions } from "../lenses/conditions.ts";
import { explainError } from "../files/explain-error.ts";
import { askBeside } from "./ask-beside.ts";
import { compareClaim } from "./compare-claim.ts";
import type { Deviation } from "./explained.ts";
import type { Judge } from "./judges.ts";
import { findStale } from "./find-stale.ts";
import type { Library } from "./library.ts";
import { explainRejection, type OpenModel, openModel, readSwitches } from "./open-model.ts";
import { nameRun, type Recorded, type RecordedModel } from "./recorded.ts";
import type { ConformanceEngine } from "./reference.ts";
import { summariseTimes } from "./summarise-times.ts";
import { addUp, sumByKind } from "./tally.ts";

/** How the library is run. */
export interface CompareOptions {
  /** For all claims of a model together. */
  readonly timeoutSeconds: number;
  readonly maxRuns: number | "unbounded";
  readonly maxStates: number;
  /** Whose verdicts `judge` gives. */
  readonly engine: ConformanceEngine;
  /** Only models whose name matches. */
  readonly filter?: RegExp | undefined;
}

/** The two sides of a comparison. */
export interface CompareInput {
  readonly library: Library;
  readonly recorded: Recorded;
  readonly deviations: readonly Deviation[];
  /** `own`: the list was made for this library, so every model of it should be there. */
  readonly explains: "own" | "other";
}

/** Events of a comparison. */
export type CompareEvent =
  | { readonly kind: "started"; readonly model: string; readonly index: number; readonly total: number }
  | { readonly kind: "compared"; readonly model: ComparedModel; readonly milliseconds: number }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic };

/** Everything that a comparison needs from outside. */
export interface CompareEnvironment extends Conditions {
  readonly version: string;
  readonly judge: Judge;
  /** Models that are judged side by side; undefined: one after the other. */
  readonly width?: number | undefined;
  /** The engine asked live instead of the recording. */
  readonly beside?: Judge | undefined;
  /** The source of `beside`; undefined: the recorded verdicts' own. */
  readonly against?: Conformance["against"] | undefined;
  readonly listen: (event: CompareEvent) => void;
  readonly peakMebibytes: () => number;
  readonly machine: Readonly<Record<string, unknown>>;
}

/** Runs and compares everything that was recorded of a library. */
export async function compareLibrary(
  { library, recorded, deviations, explains }: CompareInput,
  options: CompareOptions,
  environment: CompareEnvironment,
): Promise<Conformance> {
  const errors: SourceError[] = [];
  const warnings: SourceError[] = [];
  const report: Report = (source, diagnostic) => {
    environment.listen({ kind: "diagnostic", diagnostic });
    const { code, message } = diagnostic;
    (diagnostic.severity === "error" ? errors : warnings).push({ source, code, message });
  };
  const chosen = choose(library, recorded, options, report);
  const models: ComparedModel[] = [];
  const times: ModelTime[] = [];
  const compared = compareAll(chosen, deviations, options, environment);
  for await (const { told, name, model, seconds, other } of compared) {
    for (const diagnostic of told) report(name, diagnostic);
    if (model === undefined) continue;
    environment.listen({ kind: "compared", model, milliseconds: seconds * 1000 });
    models.push(model);
    if (model.native === "rejected") continue;
    const recordedSeconds = other?.outcome === "ran" ? other.seconds : undefined;
    times.push({ model: model.model, seconds, ...(recordedSeconds === undefined ? {} : { recordedSeconds }) });
  }
  const claims = models.flatMap((model) => model.claims);
  const silent = claims.filter((claim) => claim.recorded === undefined);
  const interrupted = environment.signal.aborted;
  const isWhole = options.filter === undefined && !interrupted;
  return {
    schema: "assay/conformance-1",
    tool: { name: "assay", version: environment.version },
    against: environment.against ?? recorded.against,
    library: library.folder,
    options: {
      engine: options.engine,
      timeoutSeconds: options.timeoutSeconds,
      maxRuns: options.maxRuns,
      ...(options.filter === undefined ? {} : { filter: options.filter.source }),
    },
    totals: { ...addUp(claims), models: models.length, claims: claims.length, ...countSilent(silent) },
    kinds: sumByKind(claims),
    models,
    stale: findStale(deviations, models, isWhole && explains === "own" ? "whole" : "part"),
    ...(interrupted ? { interrupted } : {}),
    timings: {
      models: times,
      summary: summariseTimes(times),
      peakMebibytes: environment.peakMebibytes(),
      machine: environment.machine,
    },
    errors,
    warnings,
  };
}

function countSilent(silent: readonly ComparedClaim[]): { silent: number; silentUndecided: number } {
  const undecided = silent.filter(({ agreement }) => agreement === "undecided");
  return { silent: silent.length, silentUndecided: undecided.length };
}

type Report = (source: string, diagnostic: Diagnostic) => void;

/** The recorded runs whose models are there. */
function choose(
  library: Library,
  recorded: Recorded,
  { filter }: CompareOptions,
  report: Report,
): { path: string; run: RecordedModel }[] {
  const isChosen = (name: string): boolean => filter === undefined || filter.test(name);
  const runs = [...recorded.models.values()].filter((run) => isChosen(nameRun(run)));
  const known = new Set([...recorded.models.values()].map(({ model }) => model));
  for (const model of library.models.keys()) {
    if (isChosen(model) && !known.has(model)) report(model, diagnose("AS505", `Nothing is recorded of ${model}.`));
  }
  if (runs.length === 0 && filter !== undefined) {
    report(library.folder, diagnose("AS506", `--filter ${filter.source} matches no recorded model.`));
  }
  return runs.flatMap((run) => {
    const path = library.models.get(run.model);
    if (path === undefined) {
      report(run.model, diagnose("AS503", `There is no model ${run.model} in ${library.folder}.`));
      return [];
    }
    if (readSwitches(run) === undefined) {
      report(run.model, diagnose("AS509", `${nameRun(run)} was recorded with switches that change the claims.`));
      return [];
    }
    return [{ path, run }];
  });
}

/** One model on its way through a comparison. */
interface Passed {
  readonly name: string;
  readonly told: readonly Diagnostic[];
  /** Undefined: it could not be compared. */
  readonly model?: ComparedModel;
  readonly other?: Compared["other"];
  readonly seconds: number;
}

/** Models under way for each that is judged, so that nobody waits for the slowest. */
const AHEAD = 8;

/** Compares models in their order, as many side by side as the environment says. */
async function* compareAll(
  chosen: readonly { readonly path: string; readonly run: RecordedModel }[],
  deviations: readonly Deviation[],
  options: CompareOptions,
  environment: CompareEnvironment,
): AsyncGenerator<Passed> {
  const { width = 1, signal } = environment;
  const pass = async (index: number): Promise<Passed | undefined> => {
    const one = chosen[index];
    if (one === undefined || signal.aborted) return undefined;
    const name = nameRun(one.run);
    environment.listen({ kind: "started", model: name, index, total: chosen.length });
    const told: Diagnostic[] = [];
    const began = environment.now();
    const hear: Report = (_, diagnostic) => void told.push(diagnostic);
    const compared = await compareModel(one.path, one.run, deviations, options, environment, hear);
    const taken = (environment.now() - began) / 1000;
    if (compared === undefined) return { name, told, seconds: taken };
    const { model, besideSeconds = 0, other, judgedSeconds = taken - besideSeconds } = compared;
    return { name, told, model, other, seconds: width > 1 ? judgedSeconds : taken - besideSeconds };
  };
  // Behind a slow model others are begun; whoever does them has so many of them in hand as it can.
  const ahead = width > 1 ? width * AHEAD : 1;
  const passing: Promise<Passed | undefined>[] = [];
  for (let index = 0; index < chosen.length; index++) {
    while (passing.length < ahead && index + passing.length < chosen.length) {
      const next = pass(index + passing.length);
      // Whoever comes to it hears of a failure; until then nobody does.
      next.catch(() => undefined);
      passing.push(next);
    }
    const passed = await passing.shift();
    // What was under way when it was stopped is not told: its claims were given up.
    if (passed === undefined || (signal.aborted && width > 1)) return;
    yield passed;
  }
}

/** A model that was compared, and what the other tool took for it. */
interface Compared {
  readonly model: ComparedModel;
  readonly other: Pick<RecordedModel, "outcome" | "seconds">;
  /** Seconds that passed while the other tool was asked, now. */
  readonly besideSeconds?: number;
  /** Seconds that its claims took, wherever they were judged. */
  readonly judgedSeconds?: number;
}

async function compareModel(
  path: string,
  run: RecordedModel,
  deviations: readonly Deviation[],
  options: CompareOptions,
  environment: CompareEnvironment,
  report: Report,
): Promise<Compared | undefined> {
  const name = nameRun(run);
  let other: Compared["other"] = run;
  const say = (agreement: ComparedModel["agreement"]): Omit<ComparedModel, "native" | "claims"> => {
    const explained = deviations.find(({ models }) =>
      models.some(({ model, native }) => model === name && native === agreement),
    );
    return { model: name, recorded: other.outcome, agreement, ...(explained && { deviation: explained.id }) };
  };
  let open: OpenModel;
  try {
    open = openModel(path, run);
  } catch (error) {
    if (!(error instanceof DiagnosticError)) {
      for (const diagnostic of explainError(error)) report(name, diagnostic);
      return undefined;
    }
    const said = say(run.outcome === "rejected" ? "agree" : "rejected");
    return { model: { ...said, native: "rejected", rejection: explainRejection(error), claims: [] }, other };
  }
  for (const diagnostic of open.diagnostics) report(name, diagnostic);
  if (run.outcome === "rejected") return { model: { ...say("accepted"), native: "judged", claims: [] }, other };
  const bounds = {
    maxRuns: open.maxRuns ?? options.maxRuns,
    maxStates: open.loaded.settings.maxStates ?? options.maxStates,
  };
  const budget = options.timeoutSeconds * 1000;
  let besideSeconds = 0;
  if (environment.beside !== undefined) {
    const began = environment.now();
    const beside = await askBeside(environment.beside, open, bounds, environment, budget);
    besideSeconds = (environment.now() - began) / 1000;
    for (const error of beside.failures) for (const diagnostic of explainError(error)) report(name, diagnostic);
    open = beside.open;
    other = beside;
  }
  const { recordedRuns } = open;
  const ended = await environment.judge(open, bounds, environment, budget);
  const claims = open.claims.map((claim, i): ComparedClaim => {
    const one = ended[i];
    if (one?.is === "failed") for (const diagnostic of explainError(one.error)) report(name, diagnostic);
    const verdict: Verdict =
      one?.is === "judged" ? one.verdict : { is: "inconclusive", why: "unsupported", reached: { runs: 0 } };
    return compareClaim(name, claim, verdict, recordedRuns, deviations);
  });
  const judgedSeconds = ended.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000;
  return { model: { ...say("agree"), native: "judged", claims }, other, besideSeconds, judgedSeconds };
}
