/**
 * The network adversary: sequences of actions against a system, until claims of the description are broken.
 *
 * Sequences are drawn in pieces, and pieces in generations: what a generation explored is where the next one goes on from.
 * Each goal that is broken is shrunk to the least sequence that breaks it. What was not broken was not broken by these
 * sequences: nothing more is said about it.
 */
import type { BackendName } from "../../live/crypto/backend.ts";
import type { Mutant } from "../../live/system/live-system.ts";
import type { Action } from "./action.ts";
import { type Attack, describeAttack } from "./attack.ts";
import type { NetworkBudgets } from "./budgets.ts";
import type { Power } from "./draw-sequence.ts";
import { Explored } from "./explored.ts";
import type { Goal } from "./goals.ts";
import { minimise } from "./minimise.ts";
import { type Found, type Piece, type PieceResult, playPiece } from "./piece.ts";
import { playSequence } from "./play-sequence.ts";
import { setStage, type Stage } from "./stage.ts";
import type { Subject } from "./subject.ts";

/** How long to search, and for what. */
export interface SearchOptions {
  readonly seed: string;
  readonly backend?: BackendName;
  /** Milliseconds, by `clock`; absent: no limit. */
  readonly milliseconds?: number;
  /** How many sequences are drawn at the most. */
  readonly sequences?: number;
  /** Searches an implementation with this mistake. */
  readonly mutant?: Mutant;
  /** Other limits than the registry's, to be measured. */
  readonly budgets?: NetworkBudgets;
  /** Only the goals that it names; absent: all. */
  readonly wanted?: (goal: Goal) => boolean;
  /** Stops at the first attack. */
  readonly until?: "first" | "end";
  /** Tells whether the adversary can register keys for others. */
  readonly power?: Power;
  /** Attacks in the model, as sequences: they are played first, and gone on from. */
  readonly seeds?: readonly (readonly Action[])[];
  /** Plays pieces elsewhere; absent: here, one after the other. */
  readonly runner?: PieceRunner;
  /** A clock for durations, milliseconds. */
  readonly clock: () => number;
  /** Awaited before every sequence: lets others do their work. */
  readonly pause?: () => Promise<void>;
  readonly tell?: (progress: { readonly sequences: number; readonly attack?: Attack }) => void;
}

/** Whoever plays pieces of a search. */
export interface PieceRunner {
  /** Pieces that are best under way at once. */
  readonly width: number;
  readonly run: (piece: Piece) => Promise<PieceResult>;
}

/** The result of a search. */
export interface NetworkResult {
  readonly protocol: string;
  readonly variant: string;
  readonly backend: BackendName;
  readonly seed: string;
  readonly mutant?: string;
  /** The implementation that was searched. */
  readonly implementation: string;
  /** The sequences that were played, those of shrinking left out. */
  readonly sequences: number;
  /** The goals that were looked for, by name. */
  readonly goals: readonly string[];
  /** One for each goal that was broken, in the order in which they were found. */
  readonly attacks: readonly Attack[];
  /** By goal, the number of the sequence that broke it. */
  readonly after: Readonly<Record<string, number>>;
}

const MOST_SEQUENCES = 1_000_000;

/** Sequences of a piece, and pieces of a generation. */
const PIECE = 25;
const GENERATION = 8;
/** Sequences to go on from that a piece is given. */
const MOST_EXPLORED = 400;

/** Sequences that are played to shrink one attack. */
const MOST_SHRINKING = 150;

/** Searches for attacks. Throws Unsupported for a description that does not run. */
export async function searchNetwork(subject: Subject, options: SearchOptions): Promise<NetworkResult> {
  const { seed, backend = "mcl", mutant, clock, until = "end", milliseconds = Number.POSITIVE_INFINITY } = options;
  const stage = await setStage(subject, { seed, backend, mutant, budgets: options.budgets });
  const goals = stage.goals.filter(options.wanted ?? (() => true));
  const most = options.sequences ?? MOST_SEQUENCES;
  const end = clock() + milliseconds;
  const isOver = (): boolean => clock() >= end;
  const here: PieceRunner = { width: 1, run: (piece) => playPiece(stage, piece, { isOver, pause: options.pause }) };
  const runner = options.runner ?? here;
  const explored = new Explored(stage.budgets.situations);
  const attacks: Attack[] = [];
  const after: Record<string, number> = {};
  let open = goals;
  let sequences = 0;
  while (open.length > 0 && sequences < most && !isOver() && (until === "end" || attacks.length === 0)) {
    const left = Math.min(most - sequences, PIECE * GENERATION);
    const pieces = cutPieces(left).map(
      ({ from, count }): Piece => ({
        ...{ seed, from: sequences + from, count, until, power: options.power ?? "network" },
        goals: open.map(({ name }) => name),
        explored: explored.list().slice(-MOST_EXPLORED),
        seeds: options.seeds ?? [],
      }),
    );
    const results = await playAll(runner, pieces, until, isOver);
    for (const { visited } of results) for (const one of visited) explored.note(one);
    const before = sequences;
    sequences += results.reduce((sum, result) => sum + result.sequences, 0);
    for (const found of firstOfEach(results)) {
      if (until === "first" && attacks.length > 0) break;
      const attack = await settleAttack(stage, open, found, attacks);
      if (attack === undefined) throw new Error(`The sequence that broke ${found.goal} does not break it again.`);
      attacks.push(attack);
      after[found.goal] = found.number + 1;
      open = open.filter(({ name }) => name !== found.goal);
      options.tell?.({ sequences: found.number + 1, attack });
    }
    options.tell?.({ sequences });
    if (sequences === before) break;
  }
  return {
    ...{ protocol: subject.description.name, variant: subject.system?.variant ?? "generic", backend, seed },
    ...(mutant === undefined ? {} : { mutant: mutant.name }),
    ...{ implementation: stage.system.name, sequences, attacks, after },
    goals: goals.map(({ name }) => name),
  };
}

function cutPieces(count: number): readonly { readonly from: number; readonly count: number }[] {
  const pieces = [];
  for (let from = 0; from < count; from += PIECE) pieces.push({ from, count: Math.min(PIECE, count - from) });
  return pieces;
}

/** The results of pieces in their order, so many under way at once as the runner likes. */
async function playAll(
  runner: PieceRunner,
  pieces: readonly Piece[],
  until: "first" | "end",
  isOver: () => boolean,
): Promise<readonly PieceResult[]> {
  const results: PieceResult[] = [];
  let next = 0;
  let isFound = false;
  const work = async (): Promise<void> => {
    while (next < pieces.length && !isOver() && !(until === "first" && isFound)) {
      const at = next;
      next += 1;
      const result = await runner.run(pieces[at] as Piece);
      results[at] = result;
      isFound ||= result.found.length > 0;
    }
  };
  await Promise.all(Array.from({ length: Math.min(runner.width, pieces.length) }, work));
  return results.filter((result) => result !== undefined);
}

/** The first sequence that broke each goal. */
function firstOfEach(results: readonly PieceResult[]): readonly Found[] {
  const first = new Map<string, Found>();
  for (const { found } of results) for (const one of found) if (!first.has(one.goal)) first.set(one.goal, one);
  return [...first.values()].sort((a, b) => a.number - b.number);
}

/** The least sequence that breaks a goal; undefined where what is said to break it does not do so here. */
async function settleAttack(
  stage: Stage,
  goals: readonly Goal[],
  { goal, actions }: Found,
  known: readonly Attack[],
): Promise<Attack | undefined> {
  const target = goals.filter(({ name }) => name === goal);
  let played = 0;
  const breaks = async (tried: readonly Action[]): Promise<boolean> => {
    if (played >= MOST_SHRINKING) return false;
    played += 1;
    return (await playSequence(stage, tried, target)).broken.length > 0;
  };
  if (!(await breaks(actions))) return undefined;
  let shortest = actions;
  // Goals fall together: what broke another one is short already.
  for (const attack of known) {
    if (attack.actions.length < shortest.length && (await breaks(attack.actions))) shortest = attack.actions;
  }
  const least = await minimise(shortest, breaks);
  return describeAttack(stage, goal, await playSequence(stage, least, target));
}
