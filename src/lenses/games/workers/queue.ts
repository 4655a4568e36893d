/**
 * Hands pieces of a campaign to workers on other machines, and takes what comes back.
 *
 * A piece is named by its plan and its first play, so it is in the queue once, whoever asks for it; one that the queue
 * has lost is handed in again. Each piece is taken once, and what is taken is read with care: anyone may write there.
 */
import { createHash } from "node:crypto";
import { Queue } from "bullmq";
import { type BatchResult, readBatch } from "../campaign/batch.ts";
import { writePlan } from "../campaign/plan.ts";
import type { Piece, Runner } from "./pool.ts";
import { closeConnection, connectQueue, QUEUE_NAME } from "./queue-connection.ts";

/** A piece as it stands in the queue. */
export interface QueuedPiece {
  readonly plan: string;
  readonly from: number;
  readonly count: number;
}

/** How often a piece that waits is asked for, in milliseconds. */
const LOOK = 100;
/** Pieces in the queue at once. */
const WIDTH = 64;

/** The queue as somebody who plays. Throws DiagnosticError (AS124) where no Redis answers. */
export async function openQueue(url: string, note: (text: string) => void): Promise<Runner> {
  const connection = await connectQueue(url, note);
  const queue = new Queue<QueuedPiece>(QUEUE_NAME, { connection });
  queue.on("error", () => undefined);
  const told = new Set<string>();
  return {
    width: WIDTH,
    async run(piece, signal) {
      const jobId = namePiece(piece);
      for (;;) {
        signal.throwIfAborted();
        const job = await queue.getJob(jobId);
        if (job === undefined) {
          await queue.add("plays", toQueued(piece), { jobId, attempts: 1 });
        } else if (await job.isCompleted()) {
          const batch = readAnswer(job.returnvalue, piece);
          await job.remove();
          if (batch !== undefined) return batch;
        } else if (await job.isFailed()) {
          const reason = job.failedReason.slice(0, 200);
          if (!told.has(reason)) note(`A worker could not play: ${reason} Trying again.`);
          told.add(reason);
          await job.remove();
        }
        await new Promise((resolve) => setTimeout(resolve, LOOK));
      }
    },
    async close() {
      await queue.close();
      closeConnection(connection);
    },
  };
}

function namePiece({ plan, from }: Piece): string {
  return `${createHash("sha256").update(writePlan(plan)).digest("hex").slice(0, 32)}-${from}`;
}

function toQueued({ plan, from, count }: Piece): QueuedPiece {
  return { plan: writePlan(plan), from, count };
}

/** Reads a worker's answer; undefined where it is not the result of this piece, which is then played again. */
function readAnswer(value: unknown, { from, count }: Piece): BatchResult | undefined {
  try {
    return readBatch(value, from, count);
  } catch {
    return undefined;
  }
}
