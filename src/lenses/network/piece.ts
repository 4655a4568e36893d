/**
 * A piece of a search: so many sequences from a number on, played one after the other.
 *
 * What it plays depends on the seed, the numbers, and what it was given to begin with, and on nothing that other pieces
 * find meanwhile. So a search is the same whoever plays its pieces.
 */
import type { Action } from "./action.ts";
import { type Beginnings, drawAction, drawBeginning, type Power } from "./draw-sequence.ts";
import { describeSituation, Explored, type Visited } from "./explored.ts";
import type { Goal } from "./goals.ts";
import { findBroken } from "./judge.ts";
import { perform } from "./perform.ts";
import { openDraws } from "./prng.ts";
import { Scene } from "./scene.ts";
import type { Stage } from "./stage.ts";

/** Account of what a piece is played with. JSON. */
export interface Piece extends Beginnings {
  readonly seed: string;
  readonly from: number;
  readonly count: number;
  /** The goals that are looked for. */
  readonly goals: readonly string[];
  readonly power: Power;
  readonly until: "first" | "end";
}

/** A goal that a sequence broke. */
export interface Found {
  readonly goal: string;
  /** The number of the sequence. */
  readonly number: number;
  readonly actions: readonly Action[];
}

/** Account of what a piece came to. JSON. */
export interface PieceResult {
  /** Sequences that were played: fewer than asked for where it was stopped, or ended at the first attack. */
  readonly sequences: number;
  readonly found: readonly Found[];
  /** Sequences that led to situations that were new to this piece. */
  readonly visited: readonly Visited[];
}

/** Account of what whoever plays a piece does between two sequences. */
export interface PieceConditions {
  /** True: the piece ends here. */
  readonly isOver: () => boolean;
  readonly pause?: (() => Promise<void>) | undefined;
}

const TRIES = 4;

/** Plays a piece. */
export async function playPiece(stage: Stage, piece: Piece, { isOver, pause }: PieceConditions): Promise<PieceResult> {
  const explored = new Explored(stage.budgets.situations, piece.explored);
  const visited: Visited[] = [];
  const found: Found[] = [];
  let open = stage.goals.filter(({ name }) => piece.goals.includes(name));
  for (let i = 0; i < piece.count; i++) {
    await pause?.();
    if (isOver() || open.length === 0) return { sequences: i, found, visited };
    const number = piece.from + i;
    const beginnings = { explored: explored.list(), seeds: piece.seeds };
    const played = await playDrawn(stage, piece, number, beginnings, open, (one) => {
      if (explored.note(one)) visited.push(one);
    });
    found.push(...played);
    open = open.filter(({ name }) => !played.some(({ goal }) => goal === name));
    if (piece.until === "first" && found.length > 0) return { sequences: i + 1, found, visited };
  }
  return { sequences: piece.count, found, visited };
}

async function playDrawn(
  stage: Stage,
  { seed, power, until }: Piece,
  number: number,
  beginnings: Beginnings,
  goals: readonly Goal[],
  visit: (visited: Visited) => void,
): Promise<readonly Found[]> {
  const draws = openDraws(seed, number);
  const beginning = drawBeginning(stage, draws, number, beginnings);
  const most = 1 + draws.below(stage.budgets.actions);
  const scene = await Scene.open(stage);
  const taken: Action[] = [];
  const found: Found[] = [];
  let open = goals;
  const step = async (action: Action): Promise<boolean> => {
    if (!(await perform(scene, action))) return false;
    taken.push(action);
    const broken = await findBroken(scene, open);
    for (const goal of broken) found.push({ goal, number, actions: [...taken] });
    open = open.filter(({ name }) => !broken.includes(name));
    if (taken.length <= stage.budgets.resumedActions) {
      visit({ situation: describeSituation(scene), actions: [...taken] });
    }
    return true;
  };
  const isDone = (): boolean => open.length === 0 || (until === "first" && found.length > 0);
  try {
    for (const action of beginning) {
      if (isDone()) return found;
      await step(action);
    }
    for (let i = 0; i < most && !isDone(); i++) {
      // What finds nothing to act on is drawn again.
      for (let tried = 0; tried < TRIES && !(await step(drawAction(scene, draws, power))); tried++);
    }
    return found;
  } finally {
    await scene.close();
  }
}
