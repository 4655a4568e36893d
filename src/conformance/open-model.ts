/**
 * One model of a library: loaded with the switches of its recorded run, its claims found again by their names.
 */
import { type Diagnostic, type DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import type { LoadedSpdl } from "../lenses/scyther/load.ts";
import { loadSpdl } from "../lenses/scyther/load.ts";
import { parseSwitches } from "../lenses/scyther/parse-switches.ts";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import { listClaims } from "../core/protocol/claims/listing.ts";
import { diagnose } from "../files/diagnostics.ts";
import { readText, readTextIfPresent } from "../files/read-text.ts";
import { SCYTHER_MAX_RUNS } from "./classify.ts";
import { nameRun, type RecordedClaim, type RecordedModel } from "./recorded.ts";

/** A model that could be loaded. */
export interface OpenModel {
  readonly path: string;
  readonly loaded: LoadedSpdl;
  /** The bound of the recorded run. */
  readonly recordedRuns: number | "unbounded";
  /** The bound that the model or the recorded switches name; it wins over the command line. */
  readonly maxRuns: number | "unbounded" | undefined;
  readonly claims: readonly LinkedClaim[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A claim of the model and what was recorded of it. */
export interface LinkedClaim {
  readonly listed: ListedClaim;
  readonly recorded: RecordedClaim | undefined;
}

/** The settings of a recorded run; undefined: it used switches that the native engine cannot follow. */
export function readSwitches(recorded: RecordedModel): ReturnType<typeof parseSwitches>["settings"] | undefined {
  const place = { file: recorded.model, line: 1, column: 1 };
  const { settings, diagnostics } = parseSwitches(recorded.args, place);
  return diagnostics.some(({ severity }) => severity === "error") ? undefined : settings;
}

/** Loads a model and links its claims. Throws DiagnosticError for a model that is rejected. */
export function openModel(path: string, recorded: RecordedModel): OpenModel {
  const loaded = loadSpdl(path, reader(path), readSwitches(recorded) ?? {});
  const { maxRuns } = loaded.settings;
  const { claims, missing } = linkClaims(listClaims(loaded.model), recorded);
  const diagnostics = missing.map(({ protocol, role, kind, label }) =>
    diagnose("AS504", `${nameRun(recorded)} has no claim ${protocol},${role} ${kind}_${label}.`),
  );
  return { path, loaded, recordedRuns: maxRuns ?? SCYTHER_MAX_RUNS, maxRuns, claims, diagnostics };
}

/** The diagnostic that a rejected model is told with. */
export function explainRejection(error: DiagnosticError): string {
  const first = error.diagnostics.find(({ severity }) => severity === "error") ?? error.diagnostics[0];
  if (first === undefined) return error.message;
  const line = first.place === undefined ? "" : ` (line ${first.place.line})`;
  return `${first.code} ${first.message}${line}`;
}

/**
 * Finds recorded claims in the model; labels may print alike, so each stands for the first that is left. Where Scyther
 * was silent about a claim that the file has, the claim is judged all the same.
 */
function linkClaims(
  listed: readonly ListedClaim[],
  recorded: RecordedModel,
): { claims: readonly LinkedClaim[]; missing: readonly RecordedClaim[] } {
  const left = [...listed];
  const missing: RecordedClaim[] = [];
  const found = new Map<ListedClaim, RecordedClaim>();
  for (const one of recorded.claims) {
    const { protocol, role, kind, label } = one;
    // Printed as a question mark, and read as the role: a label that is the name of the role, or of the protocol.
    const labels = label === role ? [role, protocol] : [label];
    const index = left.findIndex(
      (each) =>
        each.protocol === protocol && each.role === role && labels.includes(each.label) && each.claim.kind === kind,
    );
    const claim = index < 0 ? undefined : left.splice(index, 1)[0];
    if (claim === undefined) missing.push(one);
    else found.set(claim, one);
  }
  const claims = listed
    .filter((claim) => found.has(claim) || (recorded.outcome === "silent" && claim.claim.implicit !== true))
    .map((claim) => ({ listed: claim, recorded: found.get(claim) }));
  return { claims, missing };
}

function reader(main: string): (path: string) => { path: string; text: string } | undefined {
  return (path) => {
    const text = path === main ? readText(path) : readTextIfPresent(path);
    return text === undefined ? undefined : { path, text };
  };
}
