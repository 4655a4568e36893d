/**
 * A library of models, judged and compared with what Scyther said of it, model by model in the order of their names.
 *
 * A model has one budget of time for all its claims, as Scyther had. One bad model does not stop the others.
 */
import { DiagnosticError, type Diagnostic } from "../../diagnostic/diagnostic.ts";
import type { ComparedClaim, ComparedModel, Conformance, ModelTime } from "../../verdict/conformance.ts";
import type { SourceError, Verdict } from "../../verdict/verdict.ts";
import { diagnose } from "../diagnostics.ts";
import type { Conditions } from "../drive.ts";
import { explainError } from "../explain-error.ts";
import { compareClaim } from "./compare-claim.ts";
import type { Deviation } from "./explained.ts";
import type { Judge } from "./judges.ts";
import { findStale } from "./find-stale.ts";
import type { Library } from "./library.ts";
import { explainRejection, type OpenModel, openModel, readSwitches } from "./open-model.ts";
import { nameRun, type Recorded, type RecordedModel } from "./recorded.ts";
import { summariseTimes } from "./summarise-times.ts";
import { addUp, sumByKind } from "./tally.ts";

/** How the library is run. */
export interface CompareOptions {
  /** For all claims of a model together. */
  readonly timeoutSeconds: number;
  readonly maxRuns: number | "unbounded";
  readonly maxStates: number;
  /** Whose verdicts `judge` gives. */
  readonly engine: "native" | "scyther";
  /** Only models whose name matches. */
  readonly filter?: RegExp | undefined;
}

/** What is compared with what. */
export interface CompareInput {
  readonly library: Library;
  readonly recorded: Recorded;
  readonly deviations: readonly Deviation[];
  /** `own`: the list was made for this library, so every model of it should be there. */
  readonly explains: "own" | "other";
}

/** What a listener hears. */
export type CompareEvent =
  | { readonly kind: "started"; readonly model: string; readonly index: number; readonly total: number }
  | { readonly kind: "compared"; readonly model: ComparedModel; readonly milliseconds: number }
  | { readonly kind: "diagnostic"; readonly diagnostic: Diagnostic };

/** Everything that a comparison needs from outside. */
export interface CompareEnvironment extends Conditions {
  readonly version: string;
  readonly judge: Judge;
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
  for (const [index, { path, run }] of chosen.entries()) {
    if (environment.signal.aborted) break;
    environment.listen({ kind: "started", model: nameRun(run), index, total: chosen.length });
    const began = environment.now();
    const model = await compareModel(path, run, deviations, options, environment, report);
    const milliseconds = environment.now() - began;
    if (model === undefined) continue;
    environment.listen({ kind: "compared", model, milliseconds });
    models.push(model);
    if (model.native === "rejected") continue;
    const finished = run.outcome === "ran";
    times.push({
      model: model.model,
      seconds: milliseconds / 1000,
      ...(finished ? { recordedSeconds: run.seconds } : {}),
    });
  }
  const claims = models.flatMap((model) => model.claims);
  const silent = claims.filter((claim) => claim.recorded === undefined);
  const interrupted = environment.signal.aborted;
  const isWhole = options.filter === undefined && !interrupted;
  return {
    schema: "assay/conformance-1",
    tool: { name: "assay", version: environment.version },
    against: recorded.against,
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
    report(library.folder, diagnose("AS506", `No recorded model matches ${filter.source}.`));
  }
  return runs.flatMap((run) => {
    const path = library.models.get(run.model);
    if (path === undefined) {
      report(run.model, diagnose("AS503", `There is no model ${run.model} in ${library.folder}.`));
      return [];
    }
    if (readSwitches(run) === undefined) {
      report(run.model, diagnose("AS509", `${nameRun(run)} was recorded with switches that change what is judged.`));
      return [];
    }
    return [{ path, run }];
  });
}

async function compareModel(
  path: string,
  run: RecordedModel,
  deviations: readonly Deviation[],
  options: CompareOptions,
  environment: CompareEnvironment,
  report: Report,
): Promise<ComparedModel | undefined> {
  const name = nameRun(run);
  const say = (agreement: ComparedModel["agreement"]): Omit<ComparedModel, "native" | "claims"> => {
    const explained = deviations.find(({ models }) =>
      models.some(({ model, native }) => model === name && native === agreement),
    );
    return { model: name, recorded: run.outcome, agreement, ...(explained && { deviation: explained.id }) };
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
    return { ...said, native: "rejected", rejection: explainRejection(error), claims: [] };
  }
  for (const diagnostic of open.diagnostics) report(name, diagnostic);
  if (run.outcome === "rejected") return { ...say("accepted"), native: "judged", claims: [] };
  const bounds = {
    maxRuns: open.maxRuns ?? options.maxRuns,
    maxStates: open.loaded.settings.maxStates ?? options.maxStates,
  };
  const ended = await environment.judge(open, bounds, environment, options.timeoutSeconds * 1000);
  const claims = open.claims.map((claim, i): ComparedClaim => {
    const one = ended[i];
    if (one?.is === "failed") for (const diagnostic of explainError(one.error)) report(name, diagnostic);
    const verdict: Verdict =
      one?.is === "judged" ? one.verdict : { is: "inconclusive", why: "unsupported", reached: { runs: 0 } };
    return compareClaim(name, claim, verdict, open.recordedRuns, deviations);
  });
  return { ...say("agree"), native: "judged", claims };
}
