/**
 * Forward exploration of every ground execution of a model within bounds: a second opinion on the verifier.
 *
 * It shares no code with the search: runs are chosen, their events interleaved in every way that matters, every receive
 * takes every message that receipts.ts lists, and all claims are judged at every moment at which a run stands at them.
 * Invariant: what is found is an execution that check-play.ts accepts. "exhausted" speaks of the given runs and agents
 * and the values that receipts.ts tries, of nothing more.
 */
import type { Model } from "../../src/core/protocol/ir/script.ts";
import type { Play } from "./play.ts";
import { type Claims, Interleavings } from "./interleave.ts";
import { counts, listRunKinds, type RunKind, startRun } from "./runs.ts";
import { type ClaimAt, claimsIn, keyOf, World } from "./world.ts";

export interface Bounds {
  readonly runs: number;
  readonly agents: readonly string[];
  /** Moments to visit before giving up. */
  readonly states: number;
  /** Where the budget does not do for everything, what is left out depends on this. */
  readonly seed: number;
}

export interface Found {
  readonly claim: ClaimAt;
  readonly play: Play;
}

export interface Exploration {
  /** By `keyOf`: for Reachable an execution that comes to the claim, otherwise one that violates it. */
  readonly found: ReadonlyMap<string, Found>;
  /** The claims that a run with honest agents was seen to come to, by `keyOf`. */
  readonly reached: ReadonlySet<string>;
  readonly states: number;
  /** The largest number of runs that was explored completely, within the values tried. */
  readonly exhausted: number;
}

export const AGENTS = ["Alice", "Bob", "Eve"];

/** Explores with one run, two runs, … up to the bound. Throws RangeError for a model that computes on opaque parts. */
export function explore(model: Model, bounds: Bounds): Exploration {
  if (model.rewrites.length > 0) throw new RangeError("explore: models with rewrite rules are not covered");
  const world = new World(model, bounds.agents);
  const claims = claimsIn(model);
  const open: Claims = new Map(claims.map((claim) => [keyOf(claim), claim]));
  const found = new Map<string, Found>();
  const kinds = listRunKinds(model, world.agents);
  const search = new Interleavings(world, open, bounds.states, (claim, play) =>
    found.set(keyOf(claim), { claim, play }),
  );
  const { reached } = search;
  for (let runs = 1; runs <= bounds.runs; runs++) {
    for (const chosen of shuffle(chooseRuns(kinds, runs), bounds.seed)) {
      if (open.size === 0) return { found, reached, states: search.states, exhausted: bounds.runs };
      if (!chosen.some((kind) => hasOpenClaim(kind, open))) continue;
      if (!search.explore(chosen.map(startRun))) return { found, reached, states: search.states, exhausted: runs - 1 };
    }
    if (world.wasCut) return { found, reached, states: search.states, exhausted: runs - 1 };
  }
  return { found, reached, states: search.states, exhausted: bounds.runs };
}

/** True when a run of the kind could violate what has not been violated yet. */
function hasOpenClaim(kind: RunKind, open: Claims): boolean {
  const { protocol, role } = kind;
  return role.events.some((_, at) => {
    const claim = open.get(keyOf({ protocol: protocol.name, role: role.role, at }));
    return claim !== undefined && counts(kind, claim.claim);
  });
}

/** Every choice of that many kinds, order apart; a singular role at most once. */
export function chooseRuns(kinds: readonly RunKind[], count: number): RunKind[][] {
  if (count === 0) return [[]];
  return kinds.flatMap((kind, i) => {
    const rest = kinds.slice(i).filter(({ role }) => !(role.singular && role === kind.role));
    return chooseRuns(rest, count - 1).map((others) => [kind, ...others]);
  });
}

/** A permutation that depends on the seed alone (Fisher and Yates, with a linear congruential generator). */
function shuffle<T>(items: readonly T[], seed: number): T[] {
  const shuffled = [...items];
  let state = (seed ^ 0x9e3779b9) >>> 0;
  for (let i = shuffled.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    const j = Math.floor((state / 2 ** 32) * (i + 1));
    [shuffled[i], shuffled[j]] = [shuffled[j] as T, shuffled[i] as T];
  }
  return shuffled;
}
