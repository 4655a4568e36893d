/**
 * Runs a campaign: hands out pieces, counts what comes back, keeps what is done for another time.
 *
 * Pieces come back in any order and are counted in theirs. Those past the play that decides are thrown away.
 */
import type { Diagnostic } from "../../../core/diagnostic/diagnostic.ts";
import type { Goal } from "../estimate/advantage.ts";
import type { BatchResult } from "./batch.ts";
import { Count, type Outcome } from "./outcome.ts";
import { BATCH_PLAYS, type CampaignPlan } from "./plan.ts";
import type { Runner } from "../workers/pool.ts";

/** The store of a campaign. */
export interface Keep {
  /** The pieces that are done already. */
  readonly known: readonly BatchResult[];
  /** Warnings about pieces that exist but are not used. */
  readonly warnings?: readonly Diagnostic[];
  readonly save: (batch: BatchResult) => void;
}

/** Listens to the interval so far. */
export type Listen = (count: Pick<Count, "soFar" | "limit">) => void;

/** Conditions of a campaign. */
export interface CampaignConditions {
  readonly runner: Runner;
  /** Where the adversary is, if it is in a file. */
  readonly file: string | undefined;
  readonly keep: Keep;
  readonly listen: Listen;
  readonly signal: AbortSignal;
}

/** Plays until enough was played, or until it is stopped: then what was counted so far is the outcome. */
export async function runCampaign(
  plan: CampaignPlan,
  goal: Goal,
  { runner, file, keep, listen, signal }: CampaignConditions,
): Promise<Outcome> {
  const count = new Count(plan, goal);
  const done = new Set<number>();
  for (const batch of keep.known) {
    done.add(batch.from);
    count.take(batch);
  }
  const stopping = new AbortController();
  const stop = (): void => stopping.abort(signal.reason);
  signal.addEventListener("abort", stop, { once: true });
  let next = 0;
  const takeNext = (): number | undefined => {
    while (done.has(next)) next += BATCH_PLAYS;
    if (next >= count.limit || count.isDone() || stopping.signal.aborted) return undefined;
    next += BATCH_PLAYS;
    return next - BATCH_PLAYS;
  };
  const work = async (): Promise<void> => {
    for (let from = takeNext(); from !== undefined; from = takeNext()) {
      const batch = await runner.run(
        { plan, file, from, count: Math.min(BATCH_PLAYS, count.limit - from) },
        stopping.signal,
      );
      keep.save(batch);
      count.take(batch);
      listen(count);
      if (count.isDone()) stopping.abort();
    }
  };
  try {
    await Promise.all(Array.from({ length: runner.width }, work)).catch((error: unknown) => {
      stopping.abort();
      if (!isStopped(error)) throw error;
    });
  } finally {
    signal.removeEventListener("abort", stop);
  }
  return count.conclude();
}

function isStopped(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}
