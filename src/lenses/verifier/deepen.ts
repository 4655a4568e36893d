/**
 * Two methods side by side: a search with one, two, three… runs, and a proof for any number of runs. Whichever settles the
 * claim first counts. They share the work evenly, counted in what they look at and not by the clock: so a claim costs
 * about twice what the better one takes, and every run comes to the same.
 *
 * A bound at which nothing was cut off is a proof as well; the first violation found is one with the fewest runs.
 */
import type { VerifierBudgets } from "./budgets.ts";
import { OutOfTime } from "./pulse.ts";
import type { GroundTrace } from "./replay/trace.ts";
import type { Core } from "./search/core.ts";
import { type Exploration, explore, type Judgement, type Progress, type Signal, type Stop } from "./search/explore.ts";
import { linearise } from "./search/linearise.ts";
import type { Steps, Tired } from "./saturation/saturate.ts";
import type { Pattern } from "./search/pattern.ts";

/** A violation, nothing within a scope, or an end before that; `reached` is the last bound that was exhausted. */
export type Outcome =
  | { readonly is: "found"; readonly trace: GroundTrace }
  | {
      readonly is: "exhausted";
      readonly scope: "unbounded" | { readonly runs: number };
      readonly by: "refinement" | "saturation";
    }
  | { readonly is: "stopped"; readonly why: Stop | "states"; readonly reached: number };

/** How far a search may go. */
export interface SearchBounds {
  readonly maxRuns: number | "unbounded";
  /** Patterns to visit before giving up. */
  readonly maxStates: number;
}

/** A search, and what else may settle it. */
export interface Pursuit {
  readonly start: (core: Core) => readonly Pattern[];
  readonly judge: (core: Core) => Judgement;
  /** The first bound on runs. */
  readonly fewest: number;
  /** A proof that nothing is to be found; undefined where there is no other method. */
  readonly prove: (() => Generator<Steps | Tired, boolean, void>) | undefined;
}

/** Settles a claim: a short search, then both methods side by side, each as much work as the other. */
export function* deepen(
  pursuit: Pursuit,
  core: Core,
  bounds: SearchBounds,
): Generator<Progress, Outcome, Signal | undefined> {
  const { prove, fewest } = pursuit;
  if (prove === undefined) return yield* search(pursuit, core, bounds, fewest);
  const few = { ...bounds, maxStates: Math.min(bounds.maxStates, core.prepared.budgets.earlyStates) };
  const early = yield* search(pursuit, core, few, fewest);
  if (!isUndecided(early)) return early;
  const reached: Progress = { states: few.maxStates, runs: early.is === "stopped" ? early.reached + 1 : fewest };
  const isSearched = early.is !== "stopped" || bounds.maxStates === few.maxStates;
  const searching = search(pursuit, core, bounds, reached.runs);
  return yield* share(searching, prove(), reached, isSearched ? early : undefined, core.prepared.budgets);
}

const PROVED: Outcome = { is: "exhausted", scope: "unbounded", by: "saturation" };

/** Nothing was found, and there may be something. */
function isUndecided(outcome: Outcome): boolean {
  if (outcome.is === "stopped") return outcome.why === "states";
  return outcome.is === "exhausted" && outcome.scope !== "unbounded";
}

/** Searches at growing bounds until something is found, or nothing is left. */
function* search(
  { start, judge }: Pursuit,
  core: Core,
  bounds: SearchBounds,
  fewest: number,
): Generator<Progress, Outcome, Signal | undefined> {
  const limit = bounds.maxRuns === "unbounded" ? Number.POSITIVE_INFINITY : bounds.maxRuns;
  const judgement = judge(core);
  let states = 0;
  for (let maxRuns = fewest; maxRuns <= limit; maxRuns++) {
    const budget = { maxRuns, maxStates: bounds.maxStates, states };
    core.beginAnew(maxRuns);
    const result: Exploration = yield* explore(start(core), core, judgement, budget);
    states = budget.states;
    if (result.is === "stopped") return { is: "stopped", why: result.why, reached: maxRuns - 1 };
    const signal = yield { states, runs: maxRuns };
    if (result.is === "found") return { is: "found", trace: linearise(result.pattern, result.order, core) };
    if (!result.cut) return { is: "exhausted", scope: "unbounded", by: "refinement" };
    if (signal !== undefined && signal !== "go") return { is: "stopped", why: signal, reached: maxRuns };
  }
  return { is: "exhausted", scope: { runs: limit }, by: "refinement" };
}

/**
 * The method that has done less goes on, until one of them settles the claim. A search that has come to its end and left
 * the claim open waits for the proof as long as that is not tired; a proof that is open leaves the rest to the search.
 */
function* share(
  searching: Generator<Progress, Outcome, Signal | undefined>,
  proof: Generator<Steps | Tired, boolean, void>,
  reached: Progress,
  early: Outcome | undefined,
  { stepsPerState, headStart }: VerifierBudgets,
): Generator<Progress, Outcome, Signal | undefined> {
  let left = early;
  let progress = reached;
  let isProving = true;
  let isTired = false;
  let proofWork = 0;
  let searchWork = 0;
  for (let signal: Signal | undefined; ; signal = yield progress) {
    if (signal !== undefined && signal !== "go") return left ?? (yield* stop(searching, signal));
    if (isProving && (left !== undefined || proofWork <= searchWork + (isTired ? 0 : headStart))) {
      const step = advance(proof);
      if (step.done === true && step.value) return PROVED;
      if (step.done === true) isProving = false;
      else if (step.value === "tired") isTired = true;
      else proofWork += 1 + step.value;
    } else {
      const step = searching.next("go");
      if (step.done !== true) {
        progress = step.value;
        searchWork = progress.states * stepsPerState;
      } else if (isUndecided(step.value)) left = step.value;
      else return step.value;
    }
    if (left !== undefined && (isTired || !isProving)) return left;
  }
}

/** A proof that takes too long for one step is open; the search goes on. */
function advance(proof: Generator<Steps | Tired, boolean, void>): IteratorResult<Steps | Tired, boolean> {
  try {
    return proof.next();
  } catch (error) {
    if (!(error instanceof OutOfTime)) throw error;
    return { done: true, value: false };
  }
}

/** Ends a search for a reason from outside. */
function* stop(
  searching: Generator<Progress, Outcome, Signal | undefined>,
  why: Stop,
): Generator<Progress, Outcome, Signal | undefined> {
  for (let step = searching.next(why); ; step = searching.next(why)) {
    if (step.done === true) return step.value;
    yield step.value;
  }
}
