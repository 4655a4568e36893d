/**
 * Plays pieces out of a queue, on the threads of this machine.
 *
 * What stands in the queue is read with care: a piece names an adversary that ships, or one by its content, and a file is
 * played only when it was named to this worker. A worker that is killed has its piece taken over by another.
 */
import { randomBytes } from "node:crypto";
import { hostname } from "node:os";
import { type Job, Worker } from "bullmq";
import { digestBuild } from "../../../files/build-identity.ts";
import { asText, type CampaignPlan, readPlan } from "../campaign/plan.ts";
import { type QueuedPiece, type QueueTrust, readQueued, readQueueKey, writeResult } from "./envelope.ts";
import { hashAdversary } from "./load-adversary.ts";
import { openPool } from "./pool.ts";
import { closeConnection, connectQueue, QUEUE_NAME } from "./queue-connection.ts";

/** Options of a worker. */
export interface WorkerOptions extends Partial<QueueTrust> {
  readonly url: string;
  readonly workers: number;
  /** Adversaries in files that may be asked for. */
  readonly files: readonly string[];
}

/** After how long without a sign of life a worker counts as gone, in milliseconds. */
const LOCK = 10_000;
/** Whoever refuses a piece leaves others the time to take it, in milliseconds. */
const PAUSE = 1_000;

/** Plays until it is stopped. Throws DiagnosticError (AS124, AS147) where the queue cannot be used. */
export async function serveQueue(
  { url, workers, files, ...trusted }: WorkerOptions,
  note: (text: string) => void,
  signal: AbortSignal,
): Promise<{ readonly pieces: number; readonly plays: number }> {
  const known = new Map(files.map((file) => [hashAdversary(file), file]));
  const key = "key" in trusted ? trusted.key : readQueueKey(url, process.env);
  const trust: QueueTrust = { build: trusted.build ?? digestBuild(), key };
  const name = `${hostname()}-${process.pid}-${randomBytes(4).toString("hex")}`;
  const told = new Set<string>();
  const refuse = async (error: unknown): Promise<never> => {
    const reason = error instanceof Error ? error.message : String(error);
    if (!told.has(reason)) note(`Refused: ${reason}`);
    told.add(reason);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
    throw error;
  };
  const connection = await connectQueue(url, note);
  const pool = openPool(workers);
  let pieces = 0;
  let plays = 0;
  const worker = new Worker<QueuedPiece>(
    QUEUE_NAME,
    async (job: Job<QueuedPiece>) => {
      const { queued, plan, file } = await take(job.data, trust, name, known).catch(refuse);
      const { from, count } = queued;
      const batch = await pool.run({ plan, file, from, count }, signal);
      pieces += 1;
      plays += count;
      return writeResult(queued, { worker: name, batch }, trust);
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

/** What this worker may play of what the queue hands out; rejects with the reason where it is nothing. */
async function take(
  data: unknown,
  trust: QueueTrust,
  name: string,
  known: ReadonlyMap<string, string>,
): Promise<{ readonly queued: QueuedPiece; readonly plan: CampaignPlan; readonly file: string | undefined }> {
  const queued = await Promise.resolve().then(() => readQueued(data, trust, Date.now()));
  if (queued.avoid.includes(name)) throw new Error("this worker has played the piece; another one should.");
  const plan = readPlan(JSON.parse(queued.plan));
  return { queued, plan, file: findFile(plan, known) };
}

function findFile({ adversary }: CampaignPlan, known: ReadonlyMap<string, string>): string | undefined {
  if (adversary.kind === "shipped") return undefined;
  const file = known.get(asText(adversary.hash));
  if (file !== undefined) return file;
  throw new Error(`the adversary ${adversary.name} was not named to this worker with --adversary.`);
}
