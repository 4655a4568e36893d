/**
 * Recorded verdicts of Scyther: one JSON file for a library of models, or several that complete each other.
 *
 * Every value is checked before it is believed. Of two records of one model the one that says more counts: a finished
 * one before one that ran out of time, then the one with more claims.
 */
import { type Diagnostic, DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { diagnose } from "../files/diagnostics.ts";
import { JsonReader } from "./read-json.ts";

/** One claim, as Scyther printed it. */
export interface RecordedClaim {
  readonly protocol: string;
  readonly role: string;
  /** `Secret`, `Nisynch` ... */
  readonly kind: string;
  readonly label: string;
  readonly verdict: "Ok" | "Fail";
  readonly status: string;
}

/** One run of Scyther on one model. */
export interface RecordedModel {
  /** The path below the library. */
  readonly model: string;
  /** Switches of the run beyond those of the whole file. */
  readonly args: readonly string[];
  readonly outcome: "ran" | "rejected" | "silent";
  /** Undefined: the time was not recorded. */
  readonly seconds: number | undefined;
  readonly claims: readonly RecordedClaim[];
}

/** The record of all files together. */
export interface Recorded {
  readonly against: readonly { readonly tool: string; readonly options: string }[];
  readonly models: ReadonlyMap<string, RecordedModel>;
}

/** With `--no-exitcodes` a finished analysis ends with 0. */
const RAN: readonly number[] = [3, 0];
const REJECTED = 1;

/** The name of a run: its model, and its switches where it has any. */
export function nameRun({ model, args }: Pick<RecordedModel, "model" | "args">): string {
  return [model, ...args].join(" ");
}

/** Reads one file. Throws DiagnosticError (AS501, AS502) for one that is not what it should be. */
export function readRecorded(path: string, text: string): Recorded {
  const diagnostics: Diagnostic[] = [];
  const root = JsonReader.open(path, text, diagnostics);
  const against = [{ tool: root.readText("tool"), options: root.readText("options", "") }];
  const models = new Map<string, RecordedModel>();
  for (const entry of root.readList("results")) {
    const one = readModel(entry);
    const name = nameRun(one);
    models.set(name, selectFuller(models.get(name), one));
  }
  if (diagnostics.length > 0) throw new DiagnosticError(diagnostics);
  if (models.size === 0) {
    throw new DiagnosticError([diagnose("AS502", `${path} records no verdicts.`)]);
  }
  return { against, models };
}

/** Merges several files of recorded verdicts. */
export function mergeRecorded(files: readonly Recorded[]): Recorded {
  const models = new Map<string, RecordedModel>();
  for (const file of files) {
    for (const [name, one] of file.models) models.set(name, selectFuller(models.get(name), one));
  }
  const against = new Map(files.flatMap((file) => file.against).map((one) => [`${one.tool}\0${one.options}`, one]));
  return { against: [...against.values()], models };
}

function readModel(entry: JsonReader): RecordedModel {
  const exit = entry.readCountOrNull("exit");
  return {
    model: entry.readText("model"),
    args: entry.readTexts("args"),
    outcome: exit !== null && RAN.includes(exit) ? "ran" : exit === REJECTED ? "rejected" : "silent",
    seconds: entry.readNumberIfPresent("seconds"),
    claims: entry.readList("claims").map(readClaim),
  };
}

function readClaim(entry: JsonReader): RecordedClaim {
  const printed = entry.readText("label");
  const cut = printed.indexOf("_");
  if (cut < 1) entry.reject("label", "a claim type and a label, as in Secret_i1");
  const role = entry.readText("role");
  const label = printed.slice(cut + 1);
  return {
    protocol: entry.readText("protocol"),
    role,
    kind: printed.slice(0, Math.max(0, cut)),
    // A label that equals the role is printed as a question mark.
    label: label === "?" ? role : label,
    verdict: entry.readWord("verdict", ["Ok", "Fail"]),
    status: entry.readText("status"),
  };
}

function selectFuller(first: RecordedModel | undefined, second: RecordedModel): RecordedModel {
  if (first === undefined) return second;
  const rank = ({ outcome, claims }: RecordedModel): number => (outcome === "silent" ? claims.length : 1e9);
  return rank(second) > rank(first) ? second : first;
}
