/**
 * Two methods in turn: a search with one, two, three… runs, and, once it has not come to its end at little cost, a proof
 * for any number of runs.
 *
 * A bound at which nothing was cut off is a proof as well; the first violation found is one with the fewest runs.
 */
import type { Judgement } from "./claims/judgement.ts";
import type { Core } from "./search/core.ts";
import { type Exploration, explore, type Progress, type Signal, type Stop } from "./search/explore.ts";
import { linearise } from "./search/linearise.ts";
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
  readonly prove: (() => Generator<void, boolean, void>) | undefined;
}

/** Patterns to visit before the other method has its turn. */
const EARLY_STATES = 12;

/** Searches at growing bounds until something is found, nothing is left, or there is a proof. */
export function* deepen(
  pursuit: Pursuit,
  core: Core,
  bounds: SearchBounds,
): Generator<Progress, Outcome, Signal | undefined> {
  const limit = bounds.maxRuns === "unbounded" ? Number.POSITIVE_INFINITY : bounds.maxRuns;
  const judgement = pursuit.judge(core);
  let { prove } = pursuit;
  let states = 0;
  for (let maxRuns = pursuit.fewest; maxRuns <= limit; ) {
    const maxStates = prove === undefined ? bounds.maxStates : Math.min(bounds.maxStates, EARLY_STATES);
    const budget = { maxRuns, maxStates, states };
    core.beginAnew(maxRuns);
    const result: Exploration = yield* explore(pursuit.start(core), core, judgement, budget);
    states = budget.states;
    const isUndecided = result.is === "stopped" ? result.why === "states" : result.is === "exhausted" && result.cut;
    if (prove !== undefined && isUndecided && (result.is === "stopped" || maxRuns === limit)) {
      const proved = yield* attempt(prove, { states, runs: maxRuns });
      if (proved === "proved") return { is: "exhausted", scope: "unbounded", by: "saturation" };
      if (proved !== "open") return { is: "stopped", why: proved, reached: maxRuns - 1 };
      prove = undefined;
      if (result.is === "stopped" && states < bounds.maxStates) {
        states = 0;
        continue;
      }
    }
    if (result.is === "stopped") return { is: "stopped", why: result.why, reached: maxRuns - 1 };
    const signal = yield { states, runs: maxRuns };
    if (result.is === "found") return { is: "found", trace: linearise(result.pattern, result.order, core) };
    if (!result.cut) return { is: "exhausted", scope: "unbounded", by: "refinement" };
    if (signal !== undefined && signal !== "go") return { is: "stopped", why: signal, reached: maxRuns };
    maxRuns++;
  }
  return { is: "exhausted", scope: { runs: limit }, by: "refinement" };
}

/** Drives a proof in the search's stead. */
function* attempt(
  prove: () => Generator<void, boolean, void>,
  progress: Progress,
): Generator<Progress, "proved" | "open" | Stop, Signal | undefined> {
  const proof = prove();
  for (let step = proof.next(); ; step = proof.next()) {
    if (step.done === true) return step.value ? "proved" : "open";
    const signal = yield progress;
    if (signal !== undefined && signal !== "go") return signal;
  }
}
