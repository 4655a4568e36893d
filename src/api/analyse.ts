/**
 * The analyses as functions: the commands of the same names, without a terminal.
 *
 * They print nothing, never exit the process and handle no signals. Mistakes in a source are `errors` of the result; a
 * function throws only for an invalid call.
 */
import { describeProcess } from "./process-environment.ts";
import { assess } from "../assess/assess.ts";
import type { Environment } from "../assess/environment.ts";
import type { AssessEvent, SourceDiagnostic } from "../assess/events.ts";
import { checkSources } from "../assess/check-sources.ts";
import { loadConfig } from "../repository/config.ts";
import { decideExit } from "../repository/exit-status.ts";
import { type AssessOptions, DEFAULT_OPTIONS } from "../lenses/options.ts";
import { listProtocols, resolveSources } from "../repository/resolve-sources.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { type Named, nameSources, type ProtocolSource } from "./sources.ts";

/** Options of every analysis. */
export interface AnalysisOptions {
  /** Only these claims, by role, kind, label or full name, e.g. `R secret Nr`; none: all. */
  readonly claims?: readonly string[];
  /** Seconds for the claims of a source together; default 60. */
  readonly timeoutSeconds?: number;
  /** The largest number of runs to search; default 5. */
  readonly maxRuns?: number | "unbounded";
  /** The largest number of patterns to visit for a claim; default 10,000,000. */
  readonly maxStates?: number;
  /** 0: typed, 1: basic type flaws, 2: untyped. Overrides the source's setting. */
  readonly match?: 0 | 1 | 2;
  /** Also judge every synchronisation and agreement injectively. */
  readonly injective?: boolean;
  /** Find who must be honest for each claim that holds. */
  readonly honest?: boolean;
  /** Execute each attack found, and each way to a claim, on bytes. This runs code of the description and its system. */
  readonly executed?: boolean;
  /** Ends the analysis; the result then has the verdicts so far, and is marked as interrupted. */
  readonly signal?: AbortSignal;
  /** Receives every claim as it is started and judged, and diagnostics. */
  readonly onProgress?: (event: AssessEvent) => void;
}

/**
 * Checks a source without judging it.
 * @param source A name below protocol/, a file, a folder, or a protocol that the program has built.
 * @returns Every error and warning, each with its source; empty for a source without mistakes.
 * @example
 * for (const { diagnostic } of await check("needham-schroeder")) console.error(diagnostic.message);
 */
export async function check(source: ProtocolSource): Promise<readonly SourceDiagnostic[]> {
  const { resolution, loadProtocol: load } = nameSources(source);
  return (await checkSources(resolution, load)).diagnostics;
}

/**
 * Judges the claims of a source with the embedded verifier.
 * @param source A name below protocol/, a file, a folder, or a protocol that the program has built.
 * @returns One finding a claim; mistakes in the source are in `errors`.
 * @example
 * const { findings } = await verify("needham-schroeder", { claims: ["R secret Nr"] });
 * findings[0]?.verdict.is; // "attack"
 */
export async function verify(source: ProtocolSource, options: AnalysisOptions = {}): Promise<Assessment> {
  return run(nameSources(source), options, {});
}

/**
 * Judges the claims of a source, and derives its goals of BAN logic.
 * @param source A name below protocol/, a file, a folder, or a protocol that the program has built.
 * @returns One finding a claim and a goal; a goal's has its proof, or the assumptions that are missing.
 * @example
 * const { findings } = await derive("needham-schroeder");
 * const goals = findings.filter(({ verdict }) => verdict.is === "derived" || verdict.is === "underivable");
 */
export async function derive(source: ProtocolSource, options: AnalysisOptions = {}): Promise<Assessment> {
  return run(nameSources(source), options, { ban: "added" });
}

/** Options of an audit. */
export interface AuditOptions extends Pick<AnalysisOptions, "timeoutSeconds" | "injective" | "signal" | "onProgress"> {
  /** Plays of each game that an `expected.yaml` names; default from assay.config.yaml. */
  readonly plays?: number;
}

/**
 * Judges every protocol of the working folder's repository through every lens, and compares with its `expected.yaml`. Writes nothing.
 * @returns The assessment that `assay audit` would write to reports/.
 * @throws DiagnosticError for an assay.config.yaml that cannot be read.
 * @example
 * const assessment = await audit({ timeoutSeconds: 300 });
 * process.exitCode = decide(assessment);
 */
export async function audit(options: AuditOptions = {}): Promise<Assessment> {
  const { protocols, plays, sequences, bounds } = loadConfig();
  const resolution = resolveSources(listProtocols(protocols), protocols);
  return run({ resolution, loadProtocol }, options, {
    ...bounds,
    ...(options.timeoutSeconds === undefined ? {} : { timeoutSeconds: options.timeoutSeconds }),
    expectations: "required",
    executed: "added",
    ban: "added",
    plays: options.plays ?? plays,
    sequences,
  });
}

/**
 * Returns the exit status of the command line for an assessment.
 * @returns 0 all as expected, 1 something differs, 2 wrong input, 3 inconclusive, 130 interrupted.
 * @example
 * process.exitCode = decide(await verify("needham-schroeder"));
 */
export function decide(assessment: Assessment): number {
  return decideExit(assessment);
}

function run(named: Named, options: AnalysisOptions, more: Partial<AssessOptions>): Promise<Assessment> {
  const { claims, timeoutSeconds, maxRuns, maxStates, match, injective, honest, executed } = options;
  const chosen: AssessOptions = {
    ...DEFAULT_OPTIONS,
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(maxRuns === undefined ? {} : { maxRuns }),
    ...(maxStates === undefined ? {} : { maxStates }),
    ...(match === undefined ? {} : { match }),
    ...(injective === true ? { injective: "added" } : {}),
    ...(honest === true ? { honest: "added" } : {}),
    ...(executed === true ? { executed: "added" } : {}),
    only: claims ?? [],
    ...more,
  };
  return assess(named.resolution, chosen, openEnvironment(named, options));
}

function openEnvironment(named: Named, { signal, onProgress }: AnalysisOptions): Environment {
  return {
    ...describeProcess("build"),
    signal: signal ?? new AbortController().signal,
    listen: onProgress ?? (() => undefined),
    loadProtocol: named.loadProtocol,
  };
}
