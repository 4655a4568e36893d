/**
 * Plays pieces out of a queue, on the threads of this machine.
 *
 * What stands in the queue is read with care: a piece names an adversary that ships, or one by its content, and a file is
 * played only when it was named to this worker. A worker that is killed has its piece taken over by another.
 */
import { type Job, Worker } from "bullmq";
import { asNumber, asRecord, asText, type CampaignPlan, readPlan } from "../campaign/plan.ts";
import { hashAdversary } from "./load-adversary.ts";
import { openPool, type Piece } from "./pool.ts";
import type { QueuedPiece } from "./queue.ts";
import { closeConnection, connectQueue, QUEUE_NAME } from "./queue-connection.ts";

/** Options of a worker. */
export interface WorkerOptions {
  readonly url: string;
  readonly workers: number;
  /** Adversaries in files that may be asked for. */
  readonly files: readonly string[];
}

/** After how long without a sign of life a worker counts as gone, in milliseconds. */
const LOCK = 10_000;
const MOST_PLAYS = 1000;

/** Plays until it is stopped. Throws DiagnosticError (AS124) where no Redis answers. */
export async function serveQueue(
  { url, workers, files }: WorkerOptions,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<{ readonly pieces: number; readonly plays: number }> {
  const known = new Map(files.map((file) => [hashAdversary(file), file]));
  const connection = await connectQueue(url, note);
  const pool = openPool(workers);
  let pieces = 0;
  let plays = 0;
  const worker = new Worker<QueuedPiece>(
    QUEUE_NAME,
    async (job: Job<QueuedPiece>) => {
      const piece = readQueued(job.data, known);
      const batch = await pool.run(piece, signal);
      pieces += 1;
      plays += piece.count;
      return batch;
    },
    { connection, concurrency: workers * 2, lockDuration: LOCK, stalledInterval: LOCK / 2, maxStalledCount: 1_000_000 },
  );
  // The connection says what there is to say, once; BullMQ repeats it for as long as it lasts.
  worker.on("error", () => undefined);
  await new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
  await Promise.race([worker.close(true), new Promise((resolve) => setTimeout(resolve, LOCK / 4))]);
  closeConnection(connection);
  await pool.close();
  return { pieces, plays };
}

function readQueued(data: unknown, known: ReadonlyMap<string, string>): Piece {
  const queued = asRecord(data);
  const text = queued["plan"];
  if (typeof text !== "string" || text.length > 65_536) throw new TypeError("not a plan");
  const plan = readPlan(JSON.parse(text));
  const from = asNumber(queued["from"], 0, 1e9);
  const count = asNumber(queued["count"], 1, MOST_PLAYS);
  if (!Number.isInteger(from) || !Number.isInteger(count)) throw new TypeError("no whole number of plays");
  return { plan, file: findFile(plan, known), from, count };
}

function findFile({ adversary }: CampaignPlan, known: ReadonlyMap<string, string>): string | undefined {
  if (adversary.kind === "shipped") return undefined;
  const file = known.get(asText(adversary.hash));
  if (file !== undefined) return file;
  throw new Error(`the adversary ${adversary.name} was not named to this worker with --adversary.`);
}
