/**
 * The record of a campaign, kept in a file for `--resume`: the plan, then one line for every piece.
 *
 * The file is named for its plan, so another seed or adversary is another file. It says which build played, and every piece is
 * sealed under the key of the machine: what another build or machine wrote is played again. A last line that was cut short, because
 * the machine went down, is left out; anything else that is not as it should be is an error.
 */
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Diagnostic, DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { type BatchResult, readBatch } from "../campaign/batch.ts";
import { asList, asNumber, asRecord, asText } from "../campaign/read-data.ts";
import { type CampaignPlan, readPlan, writePlan } from "../campaign/plan.ts";
import { digestBuild } from "../../../files/build-identity.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { isSealed, openOrigin, type Origin, sealText } from "../../../files/origin.ts";
import { readTextIfPresent } from "../../../files/read-text.ts";
import { writeText } from "../../../files/write-text.ts";
import type { Keep } from "../campaign/run-campaign.ts";

/** Where campaigns are kept, seen from the working folder. */
const CAMPAIGN_FOLDER = join(".assay", "campaigns");

/** Purpose in the seals of pieces. */
const PURPOSE = "campaign";

/** `resume` goes on with what is there; `anew` forgets it. */
export type KeepMode = "resume" | "anew";

/** Whose plays are taken: of this build, written by this machine. */
export interface KeepIdentity {
  readonly build: string;
  readonly origin: Origin;
}

/** The file of a campaign. Throws DiagnosticError (AS125) for one that is damaged. */
export function openKeep(
  plan: CampaignPlan,
  mode: KeepMode,
  folder: string = CAMPAIGN_FOLDER,
  identity: KeepIdentity = { build: digestBuild(), origin: openOrigin() },
): Keep {
  const text = writePlan(plan);
  const path = join(folder, `${createHash("sha256").update(text).digest("hex").slice(0, 24)}.jsonl`);
  const { known, warnings } = mode === "resume" ? readPieces(path, text, identity) : NOTHING_KNOWN;
  const write = (batch: BatchResult): string => writePiece(batch, text, identity);
  const head = JSON.stringify({ build: identity.build, plan: JSON.parse(text) as unknown });
  mkdirSync(dirname(path), { recursive: true });
  writeText(path, [head, ...known.map(write)].map((line) => `${line}\n`).join(""));
  return { known, warnings, save: (batch) => appendFileSync(path, `${write(batch)}\n`) };
}

/** Content read from a file, and the rest that was left. */
interface Known {
  readonly known: readonly BatchResult[];
  readonly warnings: readonly Diagnostic[];
}

const NOTHING_KNOWN: Known = { known: [], warnings: [] };

/** A campaign of which nothing is kept. */
export const KEEP_NOTHING: Keep = { known: [], save: () => undefined };

function readPieces(path: string, plan: string, identity: KeepIdentity): Known {
  const text = readTextIfPresent(path);
  if (text === undefined) return NOTHING_KNOWN;
  const [first = "", ...lines] = text.split("\n");
  const build = readHead(path, first, plan);
  if (build !== identity.build) {
    const message = `${path} was played by another build (${build.slice(0, 80)}); its plays are played again.`;
    return { known: [], warnings: [diagnose("AS145", message)] };
  }
  if (identity.origin.is === "none") return { known: [], warnings: [identity.origin.diagnostic] };
  const { key } = identity.origin;
  // What stands after the last line feed was cut short.
  const read = lines.slice(0, -1).map((line, i) => readPiece(path, line, i + 2));
  const known = read.flatMap(({ batch, seal }) =>
    isSealed(key, PURPOSE, textOf(batch, plan, build), seal) ? [batch] : [],
  );
  const foreign = read.length - known.length;
  if (foreign === 0) return { known, warnings: [] };
  const message = `${foreign} of ${read.length} pieces in ${path} were not written by this machine as they stand there; they are played again.`;
  return { known, warnings: [diagnose("AS146", message)] };
}

/** The build that the first line names. Throws DiagnosticError (AS125) where it is of another plan. */
function readHead(path: string, line: string, plan: string): string {
  // An earlier version wrote the plan alone.
  if (line === plan) return "none";
  try {
    const head = asRecord(JSON.parse(line));
    if (writePlan(readPlan(head["plan"])) === plan) return asText(head["build"]);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof SyntaxError)) throw error;
  }
  throw damaged(path, 1);
}

function readPiece(
  path: string,
  line: string,
  number: number,
): { readonly batch: BatchResult; readonly seal: unknown } {
  try {
    const value: unknown = JSON.parse(line);
    const { from, plays, seal } = asRecord(value);
    return { batch: readBatch(value, asNumber(from, 0, 1e9), asList(plays).length), seal };
  } catch {
    throw damaged(path, number);
  }
}

function writePiece(batch: BatchResult, plan: string, { build, origin }: KeepIdentity): string {
  if (origin.is === "none") return JSON.stringify(batch);
  return JSON.stringify({ ...batch, seal: sealText(origin.key, PURPOSE, textOf(batch, plan, build)) });
}

function textOf(batch: BatchResult, plan: string, build: string): string {
  return JSON.stringify([build, plan, batch]);
}

function damaged(path: string, line: number): DiagnosticError {
  return new DiagnosticError([
    diagnose("AS125", "The line is not what a campaign leaves.", { place: { file: path, line, column: 1 } }),
  ]);
}
