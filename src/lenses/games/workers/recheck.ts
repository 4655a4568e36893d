/**
 * Plays again, on this machine, a sample of what others played: a play is decided by its plan and its number, so either
 * both are equal or one of them is false.
 */
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import { Sample } from "../../../queue/sample.ts";
import type { BatchResult, PlayRecord } from "../campaign/batch.ts";

/** Plays a piece again, here. */
export type Replay<Piece> = (piece: Piece, signal: AbortSignal) => Promise<BatchResult>;

/** How much of the pieces of one worker was played again. */
export interface Rechecked {
  readonly worker: string;
  readonly pieces: number;
  readonly replayed: number;
}

/** Takes pieces of workers, and plays some of them again. */
export class Rechecker<Piece> {
  private readonly sample: Sample<readonly [Piece, BatchResult]>;
  private readonly again: (one: readonly [Piece, BatchResult], worker: string, signal: AbortSignal) => Promise<void>;
  private winning: { readonly one: readonly [Piece, BatchResult]; readonly worker: string } | undefined;

  constructor(replay: Replay<Piece>, share: number, draw?: () => number) {
    const again = async (
      [piece, batch]: readonly [Piece, BatchResult],
      worker: string,
      signal: AbortSignal,
    ): Promise<void> => {
      const play = findDifference(batch, await replay(piece, signal));
      if (play === undefined) return;
      const message = `Play ${play} comes to something else here than ${worker} says.`;
      throw new DiagnosticError([diagnose("AS143", message)]);
    };
    this.again = again;
    this.sample = new Sample(again, share, draw);
  }

  /** Takes a piece. Throws DiagnosticError (AS143) where it is played again and comes to something else. */
  take(piece: Piece, worker: string, batch: BatchResult, signal: AbortSignal): Promise<void> {
    if (batch.plays.some(({ result }) => result === "won")) this.winning ??= { one: [piece, batch], worker };
    return this.sample.take([piece, batch], worker, signal);
  }

  /** Plays the chosen piece of every worker again, and forgets them; of a verdict that rests on a win, a piece with one. Throws DiagnosticError (AS143). */
  async settle(signal: AbortSignal, on: "a win" | "all" = "all"): Promise<readonly Rechecked[]> {
    if (on === "a win" && this.winning !== undefined) await this.again(this.winning.one, this.winning.worker, signal);
    this.winning = undefined;
    const settled = await this.sample.settle(signal);
    return settled.map(({ worker, items, again }) => ({ worker, pieces: items, replayed: again }));
  }
}

/** The first play of which two say different things; what ran out of time here is not held against another. */
export function findDifference(said: BatchResult, here: BatchResult): number | undefined {
  const index = said.plays.findIndex((play, i) => !isSame(play, here.plays[i]));
  return index < 0 ? undefined : said.from + index;
}

function isSame(said: PlayRecord, here: PlayRecord | undefined): boolean {
  if (here?.forfeit?.rule === "time-limit" || here?.forfeit?.rule === "ended-worker") return true;
  return (
    here !== undefined &&
    here.result === said.result &&
    here.digest === said.digest &&
    here.forfeit?.rule === said.forfeit?.rule
  );
}
