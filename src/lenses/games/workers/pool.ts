/**
 * Plays on several threads of this process. A play that takes too long is ended with its thread, and forfeited; the plays
 * before it stand, and the rest of its piece goes on in a new thread.
 */
import { Tinypool } from "tinypool";
import type { BatchResult } from "../campaign/batch.ts";
import type { CampaignPlan } from "../campaign/plan.ts";
import { ChallengerFault } from "../play/forfeit.ts";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { locateThread } from "../../../files/own-files.ts";
import type { Work } from "./play-worker.ts";
import { SharedPlays } from "./shared-plays.ts";

/** Plays of a plan, from a number on. */
export interface Piece {
  readonly plan: CampaignPlan;
  /** Where the adversary is, if it is in a file. */
  readonly file: string | undefined;
  readonly from: number;
  readonly count: number;
}

/** Basis of a campaign's verdict. */
export interface Rests {
  /** `a win`: it says that there is something to find, of which any win is the proof. */
  readonly on: "a win" | "all";
  /** The fewest pieces that would have to be false for it to be; undefined: not known, or there are none. */
  readonly toChange: number | undefined;
}

/** Whoever plays pieces of campaigns. */
export interface Runner {
  /** Pieces that are best under way at once. */
  readonly width: number;
  /** Plays a piece. Rejects with ChallengerFault where the challenger fails, with an AbortError when it is stopped. */
  run(piece: Piece, signal: AbortSignal): Promise<BatchResult>;
  /** Plays a piece on this machine, where `run` may not; without it, `run` does. */
  replay?(piece: Piece, signal: AbortSignal): Promise<BatchResult>;
  /** Plays again what is still to be played again of the campaign. Rejects with DiagnosticError (AS143). */
  settle?(signal: AbortSignal, rests?: Rests): Promise<void>;
  close(): Promise<void>;
}

/** How often a pool looks whether plays get on, in milliseconds. */
const LOOK = 50;
/** How long a thread may take to load what it plays with, in milliseconds. */
const LOADING = 60_000;

/** A pool of so many threads. */
export function openPool(workers: number): Runner {
  const pool = new Tinypool({
    minThreads: workers,
    maxThreads: workers,
    ...locateThread("play-worker", "lenses/games/workers/play-worker.ts"),
  });
  return {
    width: workers * 2,
    async run(piece, signal) {
      const { plan, from, count } = piece;
      const plays = SharedPlays.allocate(count);
      while (plays.finished < count) {
        signal.throwIfAborted();
        await playOn(pool, { ...piece, memory: plays.memory }, plays, plan.timeLimitSeconds, signal);
        if (plays.fault !== undefined) throw new ChallengerFault(plays.fault);
      }
      return { from, plays: plays.list() };
    },
    close: () => pool.destroy(),
  };
}

/** Runs a piece until it is done or its thread has to be ended. */
async function playOn(
  pool: Tinypool,
  work: Work,
  plays: SharedPlays,
  seconds: number,
  signal: AbortSignal,
): Promise<void> {
  const ending = new AbortController();
  let seen = { begun: plays.begun, finished: plays.finished, at: performance.now() };
  const watch = setInterval(() => {
    const { begun, finished } = plays;
    if (begun !== seen.begun || finished !== seen.finished) seen = { begun, finished, at: performance.now() };
    if (performance.now() - seen.at > (begun > finished ? seconds * 1000 : LOADING)) ending.abort();
  }, LOOK);
  const stop = (): void => ending.abort();
  signal.addEventListener("abort", stop, { once: true });
  try {
    await pool.run(work, { signal: ending.signal });
  } catch (error) {
    if (signal.aborted) throw signal.reason;
    const isPlaying = plays.begun > plays.finished;
    if (ending.signal.aborted && !isPlaying) {
      const message = `The adversary is not loaded after ${LOADING / 1000} s.`;
      throw new DiagnosticError([diagnose("AS122", message)]);
    }
    if (!isPlaying) throw restoreDiagnostics(error);
    if (ending.signal.aborted) plays.forfeit("time-limit", `No answer within ${seconds} s.`);
    else plays.forfeit("ended-worker", "The thread ended while the adversary played.");
  } finally {
    clearInterval(watch);
    signal.removeEventListener("abort", stop);
  }
}

/** Restores the diagnostics of an error that a thread threw: its class is lost on the way. */
function restoreDiagnostics(error: unknown): unknown {
  const isDiagnostic = error instanceof Error && error.name === "DiagnosticError" && "diagnostics" in error;
  return isDiagnostic ? new DiagnosticError(error.diagnostics as DiagnosticError["diagnostics"]) : error;
}
