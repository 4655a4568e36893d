/**
 * Plays again, on this machine, a sample of what others played: a play is decided by its plan and its number, so either
 * both are equal or one of them is false.
 *
 * Each piece is played again with the chance `share`, and one more of each worker whatever the chance says. Which ones
 * is drawn when they have come back, so nobody can know before.
 */
import { randomInt } from "node:crypto";
import { DiagnosticError } from "../../../core/diagnostic/diagnostic.ts";
import { diagnose } from "../../../files/diagnostics.ts";
import type { BatchResult, PlayRecord } from "../campaign/batch.ts";

/** The share of pieces that is played again. */
export const RECHECKED_SHARE = 0.01;

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
  private readonly replay: Replay<Piece>;
  private readonly share: number;
  private readonly draw: () => number;
  private readonly workers = new Map<
    string,
    {
      pieces: number;
      replayed: number;
      /** The one that is played again in any case; undefined: it was already. */
      chosen: readonly [Piece, BatchResult] | undefined;
    }
  >();

  constructor(replay: Replay<Piece>, share: number, draw: () => number = () => randomInt(2 ** 47) / 2 ** 47) {
    this.replay = replay;
    this.share = share;
    this.draw = draw;
  }

  /** Takes a piece. Throws DiagnosticError (AS143) where it is played again and comes to something else. */
  async take(piece: Piece, worker: string, batch: BatchResult, signal: AbortSignal): Promise<void> {
    const known = this.workers.get(worker) ?? { pieces: 0, replayed: 0, chosen: undefined };
    this.workers.set(worker, known);
    known.pieces += 1;
    // Every piece of the worker is the chosen one with the same chance.
    const isChosen = this.draw() < 1 / known.pieces;
    const isDrawn = this.draw() < this.share;
    if (isChosen) known.chosen = isDrawn ? undefined : [piece, batch];
    if (!isDrawn) return;
    known.replayed += 1;
    await this.check(piece, worker, batch, signal);
  }

  /** Plays the chosen piece of every worker again, and forgets them. Throws DiagnosticError (AS143). */
  async settle(signal: AbortSignal): Promise<readonly Rechecked[]> {
    const settled: Rechecked[] = [];
    for (const [worker, { pieces, replayed, chosen }] of this.workers) {
      if (chosen !== undefined) await this.check(chosen[0], worker, chosen[1], signal);
      settled.push({ worker, pieces, replayed: replayed + (chosen === undefined ? 0 : 1) });
    }
    this.workers.clear();
    return settled;
  }

  private async check(piece: Piece, worker: string, batch: BatchResult, signal: AbortSignal): Promise<void> {
    const play = findDifference(batch, await this.replay(piece, signal));
    if (play === undefined) return;
    const message = `Play ${play} comes to something else here than ${worker} says.`;
    throw new DiagnosticError([diagnose("AS143", message)]);
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

/**
 * The chance that a worker that falsifies `false` of its `pieces` goes unnoticed: (1 - share)^false for the pieces that are
 * drawn one by one, times 1 - false / pieces for the one that is always played again.
 */
export function chanceUnnoticed(pieces: number, falsified: number, share: number): number {
  return (1 - share) ** falsified * (1 - falsified / pieces);
}
