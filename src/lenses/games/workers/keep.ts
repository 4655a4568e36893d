/**
 * The record of a campaign, kept in a file for `--resume`: the plan, then one line for every piece.
 *
 * The file is named for its plan, so another seed or adversary is another file. A last line that was cut short, because
 * the machine went down, is left out; anything else that is not as it should be is an error.
 */
import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { type BatchResult, readBatch } from "../campaign/batch.ts";
import { asList, asNumber, asRecord, type CampaignPlan, writePlan } from "../campaign/plan.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { readTextIfPresent } from "../../../files/read-text.ts";
import { writeText } from "../../../files/write-text.ts";
import type { Keep } from "../campaign/run-campaign.ts";

/** Where campaigns are kept, seen from the working folder. */
const CAMPAIGN_FOLDER = join(".assay", "campaigns");

/** `resume` goes on with what is there; `anew` forgets it. */
export type KeepMode = "resume" | "anew";

/** The file of a campaign. Throws DiagnosticError (AS125) for one that is damaged. */
export function openKeep(plan: CampaignPlan, mode: KeepMode, folder: string = CAMPAIGN_FOLDER): Keep {
  const text = writePlan(plan);
  const path = join(folder, `${createHash("sha256").update(text).digest("hex").slice(0, 24)}.jsonl`);
  const known = mode === "resume" ? readPieces(path, text) : [];
  mkdirSync(dirname(path), { recursive: true });
  writeText(path, [text, ...known.map((batch) => JSON.stringify(batch))].map((line) => `${line}\n`).join(""));
  return { known, save: (batch) => appendFileSync(path, `${JSON.stringify(batch)}\n`) };
}

/** A campaign of which nothing is kept. */
export const KEEP_NOTHING: Keep = { known: [], save: () => undefined };

function readPieces(path: string, plan: string): readonly BatchResult[] {
  const text = readTextIfPresent(path);
  if (text === undefined) return [];
  const [first, ...lines] = text.split("\n");
  if (first !== plan) throw damaged(path, 1);
  // What stands after the last line feed was cut short.
  return lines.slice(0, -1).map((line, i) => readPiece(path, line, i + 2));
}

function readPiece(path: string, line: string, number: number): BatchResult {
  try {
    const value: unknown = JSON.parse(line);
    const { from, plays } = asRecord(value);
    return readBatch(value, asNumber(from, 0, 1e9), asList(plays).length);
  } catch {
    throw damaged(path, number);
  }
}

function damaged(path: string, line: number): DiagnosticError {
  return new DiagnosticError([
    diagnose("AS125", "The line is not what a campaign leaves.", { place: { file: path, line, column: 1 } }),
  ]);
}
