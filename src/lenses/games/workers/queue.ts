/**
 * Hands pieces of a campaign to workers on other machines, and takes what comes back.
 *
 * A piece has its name in the queue once; one that the queue has lost is handed in again. What comes back is taken if it is
 * the answer to this attempt at this piece of this campaign by a worker of this build, and a sample of it is played again.
 */
import { createHash, randomBytes } from "node:crypto";
import { type Job, Queue } from "bullmq";
import { type Diagnostic, DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { digestBuild } from "../../../files/build-identity.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { writePlan } from "../campaign/plan.ts";
import {
  type PlayedPiece,
  type QueuedPiece,
  type QueueTrust,
  readQueueKey,
  readResult,
  writeQueued,
} from "./envelope.ts";
import { openPool, type Piece, type Runner } from "./pool.ts";
import { closeConnection, connectQueue, QUEUE_NAME } from "./queue-connection.ts";
import { chanceUnnoticed, findDifference, RECHECKED_SHARE, Rechecker } from "./recheck.ts";

/** How a queue is used; each has a default. */
export interface QueueOptions extends Partial<QueueTrust> {
  /** How many workers play each piece. */
  readonly redundancy?: number;
  /** The share of pieces that is played again here. */
  readonly share?: number;
  readonly draw?: () => number;
}

/** How often a piece that waits is asked for, in milliseconds. */
const LOOK = 100;
/** Pieces in the queue at once. */
const WIDTH = 64;
/** Nobody begins a piece later than this, in milliseconds. */
const LIFE = 3_600_000;
/** So many refusals without an answer in between end a campaign. */
const MOST_REFUSALS = 8;
/** Of whom the chance to go unnoticed is told. */
const FALSIFIED_SHARE = 0.1;

/** The queue as somebody who plays. Throws DiagnosticError (AS124, AS147) where it cannot be used. */
export async function openQueue(
  url: string,
  note: (text: string) => void,
  { redundancy = 1, share = RECHECKED_SHARE, draw, ...trusted }: QueueOptions = {},
): Promise<Runner> {
  const key = "key" in trusted ? trusted.key : readQueueKey(url, process.env);
  const trust: QueueTrust = { build: trusted.build ?? digestBuild(), key };
  const connection = await connectQueue(url, note);
  if (key === undefined) note("ASSAY_QUEUE_KEY is not set: whoever reaches the queue can answer in a worker's place.");
  const queue = new Queue<QueuedPiece>(QUEUE_NAME, { connection });
  queue.on("error", () => undefined);
  const campaign = randomBytes(16).toString("hex");
  const told = new Set<string>();
  const tellOnce = (text: string): void => {
    if (!told.has(text)) note(text);
    told.add(text);
  };
  const here = openPool(1);
  const rechecker = new Rechecker<Piece>((piece, signal) => here.run(piece, signal), share, draw);
  let refusals = 0;
  const refuse = (diagnostic: Diagnostic): void => {
    refusals += 1;
    if (refusals >= MOST_REFUSALS) throw new DiagnosticError([diagnostic]);
    tellOnce(`${diagnostic.code}: ${diagnostic.message} It is played again.`);
  };

  async function ask(piece: Piece, copy: number, avoid: readonly string[], signal: AbortSignal): Promise<PlayedPiece> {
    const plan = writePlan(piece.plan);
    const jobId = namePiece(campaign, plan, piece.from, copy);
    const { from, count } = piece;
    let queued: QueuedPiece | undefined;
    for (let attempt = 0; ; ) {
      signal.throwIfAborted();
      // In this order: what is read of a job is then at least as new as its state.
      const state = await queue.getJobState(jobId);
      const job = await queue.getJob(jobId);
      if (job === undefined) {
        const expires = Date.now() + LIFE;
        queued = { build: trust.build, campaign, plan, from, count, attempt, copy, avoid, expires };
        attempt += 1;
        await queue.add("plays", writeQueued(queued, trust), { jobId, attempts: 1 });
      } else if (state === "completed") {
        const read = queued === undefined ? undefined : readResult(job.returnvalue, queued, trust);
        await remove(job);
        if (read !== undefined && "refused" in read) refuse(read.refused);
        else if (read !== undefined && avoid.includes(read.worker)) tellOnce("A piece waits for another worker.");
        else if (read !== undefined) {
          refusals = 0;
          return read;
        }
      } else if (state === "failed") {
        const reason = job.failedReason.slice(0, 400);
        await remove(job);
        const refused = explainRefusal(reason);
        if (refused === undefined) tellOnce(`A worker could not play: ${reason} Trying again.`);
        else refuse(refused);
      }
      await new Promise((resolve) => setTimeout(resolve, LOOK));
    }
  }

  return {
    width: WIDTH,
    async run(piece, signal) {
      const [first, ...others] = await askAll(redundancy, (copy, avoid) => ask(piece, copy, avoid, signal));
      for (const other of others) {
        const play = findDifference(first.batch, other.batch) ?? findDifference(other.batch, first.batch);
        if (play === undefined) continue;
        const message = `The workers ${first.worker} and ${other.worker} differ on play ${play}.`;
        throw new DiagnosticError([diagnose("AS144", message)]);
      }
      for (const { worker, batch } of [first, ...others]) await rechecker.take(piece, worker, batch, signal);
      return first.batch;
    },
    replay: (piece, signal) => here.run(piece, signal),
    async settle(signal) {
      for (const { worker, pieces, replayed } of await rechecker.settle(signal)) {
        const falsified = Math.ceil(FALSIFIED_SHARE * pieces);
        const chance = (100 * chanceUnnoticed(pieces, falsified, share)).toFixed(1);
        note(
          redundancy > 1
            ? `${worker}: every one of ${pieces} pieces was played by another worker as well, ${replayed} here.`
            : `${worker}: ${replayed} of ${pieces} pieces played again here and equal. Had it falsified ${falsified} of them, ` +
                `it would go unnoticed with a chance of ${chance} %: (1 - ${share})^${falsified} (1 - ${falsified}/${pieces}).`,
        );
      }
    },
    async close() {
      await here.close();
      await queue.close();
      closeConnection(connection);
    },
  };
}

/** Asks for a piece as often as it is wanted, each time of another worker. */
async function askAll(
  redundancy: number,
  ask: (copy: number, avoid: readonly string[]) => Promise<PlayedPiece>,
): Promise<readonly [PlayedPiece, ...PlayedPiece[]]> {
  const first = await ask(0, []);
  const others: PlayedPiece[] = [];
  for (let copy = 1; copy < redundancy; copy++)
    others.push(
      await ask(
        copy,
        [first, ...others].map(({ worker }) => worker),
      ),
    );
  return [first, ...others];
}

/** Why a worker refused a piece, where that is no accident; one that waited too long is handed in again. */
function explainRefusal(reason: string): Diagnostic | undefined {
  const [, code] = /^(AS14[01]): /.exec(reason) ?? [];
  if (code === "AS140") return diagnose("AS140", `A worker of another build refuses. ${reason.slice(7)}`);
  if (code === "AS141") return diagnose("AS141", `A worker with another ASSAY_QUEUE_KEY refuses. ${reason.slice(7)}`);
  return undefined;
}

/** Takes a job out of the queue; where the queue still holds on to it, the next look does. */
async function remove(job: Job<QueuedPiece>): Promise<void> {
  await job.remove().catch(() => undefined);
}

function namePiece(campaign: string, plan: string, from: number, copy: number): string {
  return `${campaign}-${createHash("sha256").update(plan).digest("hex").slice(0, 32)}-${from}-${copy}`;
}
