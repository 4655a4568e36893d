/**
 * Pieces and results as they travel through a queue: each says which build, campaign, attempt and worker it is of.
 *
 * Anyone who reaches the Redis may write there. With `ASSAY_QUEUE_KEY` both are sealed, so that nobody else makes or reuses
 * one; without it they are read with the same care, and only a queue on this machine is used.
 */
import { createHash } from "node:crypto";
import { type Diagnostic, DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { isSealed, LEAST_SECRET, sealText } from "../../../files/origin.ts";
import { type BatchResult, readBatch } from "../campaign/batch.ts";
import { asList, asNumber, asRecord, asText } from "../campaign/plan.ts";

/** A piece as it stands in the queue. */
export interface QueuedPiece {
  readonly build: string;
  /** Of the coordinator that asks: another one's results are not taken. */
  readonly campaign: string;
  readonly plan: string;
  readonly from: number;
  readonly count: number;
  /** How often it was handed in before. */
  readonly attempt: number;
  /** With redundancy: the which one of the same piece. */
  readonly copy: number;
  /** Workers that have played it already. */
  readonly avoid: readonly string[];
  /** When nobody should begin it any more, in milliseconds since 1970. */
  readonly expires: number;
}

/** What a worker worked out. */
export interface PlayedPiece {
  readonly worker: string;
  readonly batch: BatchResult;
}

/** What a queue is used with. */
export interface QueueTrust {
  readonly build: string;
  /** Undefined: nothing is sealed. */
  readonly key: Uint8Array | undefined;
}

const LONGEST_PLAN = 65_536;
const MOST_PLAYS = 1000;
const MOST_COPIES = 8;

/** The key of a queue. Throws DiagnosticError (AS147) where there is none, or a short one, for a queue beyond this machine. */
export function readQueueKey(
  url: string,
  environment: Readonly<Record<string, string | undefined>>,
): QueueTrust["key"] {
  const secret = environment["ASSAY_QUEUE_KEY"];
  if (secret !== undefined && secret !== "") {
    if (secret.length >= LEAST_SECRET) return new TextEncoder().encode(secret);
    throw new DiagnosticError([diagnose("AS147", `ASSAY_QUEUE_KEY has fewer than ${LEAST_SECRET} characters.`)]);
  }
  const host = URL.canParse(url) ? new URL(url).hostname : "";
  if (["127.0.0.1", "[::1]", "localhost", ""].includes(host)) return undefined;
  throw new DiagnosticError([diagnose("AS147", `The queue is on ${host}, and ASSAY_QUEUE_KEY is not set.`)]);
}

/** The data of a piece, sealed where there is a key. */
export function writeQueued(piece: QueuedPiece, { key }: QueueTrust): QueuedPiece & { readonly seal?: string } {
  return key === undefined ? piece : { ...piece, seal: sealText(key, "piece", textOf(piece)) };
}

/** Reads a piece. Throws an Error that says with a code why it is refused, or TypeError for what is none. */
export function readQueued(data: unknown, { build, key }: QueueTrust, now: number): QueuedPiece {
  const queued = asRecord(data);
  const { plan } = queued;
  if (typeof plan !== "string" || plan.length > LONGEST_PLAN) throw new TypeError("not a plan");
  const piece: QueuedPiece = {
    // What an earlier version hands in says no build.
    build: asText(queued["build"] ?? "none"),
    campaign: asText(queued["campaign"] ?? ""),
    plan,
    from: asWhole(queued["from"], 0, 1e9),
    count: asWhole(queued["count"], 1, MOST_PLAYS),
    attempt: asWhole(queued["attempt"] ?? 0, 0, 1e9),
    copy: asWhole(queued["copy"] ?? 0, 0, MOST_COPIES),
    avoid: asList(queued["avoid"] ?? [])
      .slice(0, MOST_COPIES)
      .map(asText),
    expires: asNumber(queued["expires"] ?? 0, 0, 1e15),
  };
  if (piece.build !== build) throw new Error(`AS140: the piece is of build ${piece.build}, this worker of ${build}.`);
  if (key !== undefined && !isSealed(key, "piece", textOf(piece), queued["seal"]))
    throw new Error("AS141: the piece is not sealed under the ASSAY_QUEUE_KEY of this worker.");
  if (piece.expires < now) throw new Error("AS142: the piece has expired.");
  return piece;
}

/** What a worker answers, sealed where there is a key. */
export function writeResult(piece: QueuedPiece, { worker, batch }: PlayedPiece, trust: QueueTrust): unknown {
  const result = { ...nameResult(piece, trust.build), worker, plays: batch.plays };
  const { key } = trust;
  return key === undefined ? result : { ...result, seal: sealText(key, "result", JSON.stringify(result)) };
}

/** Reads an answer; or says why it is not the answer to this piece. */
export function readResult(
  value: unknown,
  piece: QueuedPiece,
  { build, key }: QueueTrust,
): PlayedPiece | { readonly refused: Diagnostic } {
  try {
    const given = asRecord(value);
    const worker = asText(given["worker"] ?? "unnamed");
    const batch = readBatch({ from: given["from"], plays: given["plays"] }, piece.from, piece.count);
    if (given["build"] !== build) {
      const which = typeof given["build"] === "string" ? given["build"].slice(0, 80) : "none that it says";
      return { refused: diagnose("AS140", `The worker ${worker} is of another build: ${which}.`) };
    }
    const named = nameResult(piece, build);
    const result = { ...named, worker, plays: batch.plays };
    if (key !== undefined && !isSealed(key, "result", JSON.stringify(result), given["seal"])) {
      const message = `A result of the worker ${worker} is not sealed under ASSAY_QUEUE_KEY for this piece.`;
      return { refused: diagnose("AS141", message) };
    }
    const other = Object.entries(named).find(([name, own]) => given[name] !== own)?.[0];
    if (other !== undefined) return { refused: diagnose("AS142", `A result is of another ${other}.`) };
    return { worker, batch };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { refused: diagnose("AS142", `What came back is no result of this piece: ${error.message}.`) };
  }
}

function nameResult({ campaign, plan, from, count, attempt, copy }: QueuedPiece, build: string) {
  return { build, campaign, plan: createHash("sha256").update(plan).digest("hex"), from, count, attempt, copy };
}

function textOf({ build, campaign, plan, from, count, attempt, copy, avoid, expires }: QueuedPiece): string {
  return JSON.stringify([build, campaign, plan, from, count, attempt, copy, avoid, expires]);
}

function asWhole(value: unknown, least: number, most: number): number {
  const number = asNumber(value, least, most);
  if (!Number.isInteger(number)) throw new TypeError("no whole number");
  return number;
}
