/** Status of a queue: the waiting and the running tasks. Its content is read with care, as by a worker. */
import { type Job, Queue } from "bullmq";
import { closeConnection, connectQueue, openClock, QUEUE_NAME } from "./connection.ts";
import type { Envelope } from "./envelope.ts";

/** A queue at a moment. */
export interface QueueStatus {
  readonly waiting: number;
  readonly running: readonly RunningTask[];
  /** Workers by their names; one may run several tasks. */
  readonly workers: readonly string[];
  /** Tasks that were taken out. */
  readonly drained: number;
}

/** A task in work. */
export interface RunningTask {
  readonly kind: string;
  readonly worker: string;
  readonly seconds: number;
}

/** Reads the status; `drain` takes out what waits: whoever asked for it hands it in again if he is still there. */
export async function readQueue(
  url: string,
  mode: "look" | "drain",
  note: (text: string) => void,
): Promise<QueueStatus> {
  const connection = await connectQueue(url, note);
  const queue = new Queue<Envelope>(QUEUE_NAME, { connection });
  queue.on("error", () => undefined);
  try {
    const now = await openClock(connection);
    const waiting = await queue.getJobCountByTypes("waiting", "prioritized");
    if (mode === "drain") await queue.drain();
    const active: readonly Job<Envelope>[] = await queue.getActive(0, 999);
    const clients: readonly { readonly name?: string; readonly rawname?: string }[] = await queue.getWorkers();
    return {
      waiting: mode === "drain" ? 0 : waiting,
      drained: mode === "drain" ? waiting : 0,
      running: active.map(({ name, processedBy, processedOn }) => ({
        kind: name,
        worker: processedBy ?? "unnamed",
        seconds: Math.max(0, Math.round((now() - (processedOn ?? now())) / 1000)),
      })),
      workers: clients.map(nameWorker).sort(),
    };
  } finally {
    await queue.close();
    closeConnection(connection);
  }
}

/** BullMQ tells a worker's connection by the queue; its own name comes last in that of the connection. */
function nameWorker({ name = "unnamed", rawname = "" }: { readonly name?: string; readonly rawname?: string }): string {
  return /:w:(.+)$/.exec(rawname)?.[1] ?? name;
}
