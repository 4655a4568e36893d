/**
 * The network adversary: fast-check plays the intruder of the live system until a claim of the description is broken.
 *
 * Each goal that is broken is shrunk to the least sequence that breaks it, and the search goes on for the others. What was
 * not broken was not broken sequences: nothing more is said about it.
 */
import fc from "fast-check";
import type { BackendName } from "../../live/crypto/backend.ts";
import type { Action } from "./action.ts";
import { type Attack, describeAttack } from "./attack.ts";
import { Broken, drawCommands, drawPrologue, openScene } from "./commands.ts";
import type { NetworkBudgets } from "./budgets.ts";
import { Explored } from "./explored.ts";
import type { Goal } from "./goals.ts";
import { minimise } from "./minimise.ts";
import type { Mutant } from "../../live/system/live-system.ts";
import { playSequence } from "./play-sequence.ts";
import { Scene } from "./scene.ts";
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
  /** Extra power of the intruder: registering keys for others. */
  readonly power?: "network" | "network and directory";
  /** A clock for durations, milliseconds. */
  readonly clock: () => number;
  /** Awaited before every sequence: lets others do their work. */
  readonly pause?: () => Promise<void>;
  readonly tell?: (progress: { readonly sequences: number; readonly attack?: Attack }) => void;
}

/** The result of a search. */
export interface NetworkResult {
  readonly protocol: string;
  readonly variant: string;
  readonly backend: BackendName;
  readonly seed: string;
  readonly mutant?: string;
  /** The sequences that were played, those of shrinking left out. */
  readonly sequences: number;
  /** The goals that were looked for, by name. */
  readonly goals: readonly string[];
  /** One for each goal that was broken, in the order in which they were found. */
  readonly attacks: readonly Attack[];
}

const MOST_SEQUENCES = 1_000_000;

/** Searches for attacks. Throws Unsupported for a description that has no live system. */
export async function searchNetwork(subject: Subject, options: SearchOptions): Promise<NetworkResult> {
  const { seed, backend = "mcl", mutant, milliseconds = Number.POSITIVE_INFINITY, until = "end" } = options;
  const stage = await setStage(subject, { seed, backend, mutant, budgets: options.budgets });
  const goals = stage.goals.filter(options.wanted ?? (() => true));
  const end = options.clock() + milliseconds;
  const attacks: Attack[] = [];
  const explored = new Explored(stage.budgets);
  let sequences = 0;
  let open = goals;
  for (let round = 0; open.length > 0 && (until === "end" || attacks.length === 0); round++) {
    const left = Math.min(MOST_SEQUENCES, (options.sequences ?? MOST_SEQUENCES) - sequences);
    if (left <= 0 || options.clock() >= end) break;
    const found = await searchOnce(stage, open, { ...options, end, round, left, before: sequences, explored });
    sequences += found.sequences;
    if (found.broken === undefined) break;
    const { name, taken } = found.broken;
    const attack = await settleAttack(stage, open, name, taken);
    attacks.push(attack);
    options.tell?.({ sequences, attack });
    open = open.filter((goal) => goal.name !== name);
  }
  return {
    ...{ protocol: subject.description.name, variant: subject.system.variant, backend, seed, sequences, attacks },
    ...(mutant === undefined ? {} : { mutant: mutant.name }),
    goals: goals.map(({ name }) => name),
  };
}

/** A round: it ends when a goal is broken, or with the time. */
interface Round extends SearchOptions {
  readonly end: number;
  readonly round: number;
  readonly left: number;
  readonly before: number;
  readonly explored: Explored;
}

interface Found {
  readonly sequences: number;
  readonly broken?: { readonly name: string; readonly taken: readonly Action[] };
}

/** Ends a round: everything after it would only be drawn and not played. */
class OutOfTime extends Error {
  override readonly name = "OutOfTime";
}

async function searchOnce(stage: Stage, goals: readonly Goal[], round: Round): Promise<Found> {
  let sequences = 0;
  let target: string | undefined;
  let taken: readonly Action[] = [];
  const open = (): readonly Goal[] => (target === undefined ? goals : goals.filter(({ name }) => name === target));
  const property = fc.asyncProperty(
    drawPrologue(round.explored),
    drawCommands(round.power ?? "network", stage),
    async (prologue, commands) => {
      if (target === undefined) {
        await round.pause?.();
        if (round.clock() >= round.end) throw new OutOfTime();
        sequences += 1;
        if (sequences % 50 === 0) round.tell?.({ sequences: round.before + sequences });
      }
      try {
        await fc.asyncModelRun(
          () => openScene(new Scene(stage), prologue, { goals: open, explored: round.explored }),
          commands,
        );
      } catch (error) {
        if (!(error instanceof Broken)) throw error;
        target ??= error.goals[0];
        taken = error.taken;
        throw error;
      }
    },
  );
  const details = await fc.check(property, {
    seed: seedOf(round.seed, round.round),
    numRuns: round.left,
    // The shrinker of fast-check knows commands; minimise.ts knows actions, and needs a tenth of the time.
    endOnFailure: true,
    ...(Number.isFinite(round.end) ? { interruptAfterTimeLimit: Math.max(1, round.end - round.clock()) } : {}),
  });
  if (target === undefined) {
    const { failed, interrupted, errorInstance } = details;
    if (failed && !interrupted && !(errorInstance instanceof OutOfTime)) throw errorInstance;
    return { sequences };
  }
  return { sequences, broken: { name: target, taken } };
}

/** 32 bits of the seed and the round. */
function seedOf(seed: string, round: number): number {
  let hash = 0x811c9dc5;
  for (const character of `${seed} ${round}`) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash;
}

async function settleAttack(
  stage: Stage,
  goals: readonly Goal[],
  name: string,
  taken: readonly Action[],
): Promise<Attack> {
  const target = goals.filter((goal) => goal.name === name);
  const breaks = async (actions: readonly Action[]): Promise<boolean> =>
    (await playSequence(stage, actions, target)).broken.length > 0;
  const least = await minimise(taken, breaks);
  return describeAttack(stage, name, await playSequence(stage, least, target));
}
