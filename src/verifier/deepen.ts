/**
 * Two methods in turn: a search with one, two, three… runs, and, once it has not come to its end at little cost, a proof
 * for any number of runs. Where that costs much as well, both go on side by side, and whichever settles it first counts.
 *
 * A bound at which nothing was cut off is a proof as well; the first violation found is one with the fewest runs.
 */
import type { Judgement } from "./claims/judgement.ts";
import type { Core } from "./search/core.ts";
import { type Exploration, explore, type Progress, type Signal, type Stop } from "./search/explore.ts";
import { linearise } from "./search/linearise.ts";
import type { Tired } from "./saturation/saturate.ts";
import type { Outcome } from "./search/outcome.ts";
import type { Pattern } from "./search/pattern.ts";

/** How far a search may go. */
export interface SearchBounds {
  readonly maxRuns: number | "unbounded";
  /** Patterns to visit before giving up. */
  readonly maxStates: number;
}

/** What is searched, and what else may settle it. */
export interface Pursuit {
  readonly start: (core: Core) => readonly Pattern[];
  readonly judge: (core: Core) => Judgement;
  /** The first bound on runs. */
  readonly fewest: number;
  /** A proof that nothing is to be found; undefined where there is no other method. */
  readonly prove: (() => Generator<void | Tired, boolean, void>) | undefined;
}

/** Patterns to visit before the other method has its turn. */
const EARLY_STATES = 12;

/** Settles a claim: a short search, a proof as far as it goes by itself, then both in turns. */
export function* deepen(
  pursuit: Pursuit,
  core: Core,
  bounds: SearchBounds,
): Generator<Progress, Outcome, Signal | undefined> {
  const { prove, fewest } = pursuit;
  if (prove === undefined) return yield* search(pursuit, core, bounds, fewest);
  const few = { ...bounds, maxStates: Math.min(bounds.maxStates, EARLY_STATES) };
  const early = yield* search(pursuit, core, few, fewest);
  if (!isUndecided(early)) return early;
  const reached: Progress = { states: few.maxStates, runs: early.is === "stopped" ? early.reached + 1 : fewest };
  const proof = prove();
  const isSearched = early.is !== "stopped" || bounds.maxStates === few.maxStates;
  const attempted = yield* attempt(proof, reached);
  switch (attempted) {
    case "proved":
      return PROVED;
    case "open":
    case "tired": {
      if (isSearched) return early;
      const later = search(pursuit, core, bounds, reached.runs);
      return yield* attempted === "open" ? later : takeTurns(later, proof);
    }
    default:
      return early.is === "exhausted" ? early : { is: "stopped", why: attempted, reached: reached.runs - 1 };
  }
}

const PROVED: Outcome = { is: "exhausted", scope: "unbounded", by: "saturation" };

/** Nothing was found, and there may be something. */
function isUndecided(outcome: Outcome): boolean {
  if (outcome.is === "stopped") return outcome.why === "states";
  return outcome.is === "exhausted" && outcome.scope !== "unbounded";
}

/** Slices of the search, of eight patterns each, before a tired proof has another turn: what is quick stays quick. */
const PATIENCE = 250;

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

/** Drives a proof in the search's stead. */
function* attempt(
  proof: Generator<void | Tired, boolean, void>,
  progress: Progress,
): Generator<Progress, "proved" | "open" | Tired | Stop, Signal | undefined> {
  for (let step = proof.next(); ; step = proof.next()) {
    if (step.done === true) return step.value ? "proved" : "open";
    if (step.value === "tired") return "tired";
    const signal = yield progress;
    if (signal !== undefined && signal !== "go") return signal;
  }
}

/** The search for a while, then a slice of it and a step of the proof in turns, until one of them settles it. */
function* takeTurns(
  searching: Generator<Progress, Outcome, Signal | undefined>,
  proof: Generator<void | Tired, boolean, void>,
): Generator<Progress, Outcome, Signal | undefined> {
  let isProving = true;
  let signal: Signal | undefined;
  for (let slices = 1; ; slices++) {
    const searched = searching.next(signal);
    if (searched.done === true) return searched.value;
    if (isProving && slices >= PATIENCE) {
      const proved = proof.next();
      if (proved.done === true && proved.value) return PROVED;
      isProving = proved.done !== true;
    }
    signal = yield searched.value;
  }
}
