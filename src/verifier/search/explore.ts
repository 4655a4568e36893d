/**
 * The search: depth first over patterns, one open goal at a time, the goal with the fewest alternatives first.
 *
 * It only proposes. What it finds is a complete pattern, which becomes an attack only if `replay/` can execute it; that
 * it finds nothing is a proof when no alternative was cut off by the bound on runs.
 */
import type { Judgement } from "../claims/judgement.ts";
import type { Mark } from "./bank.ts";
import type { Core } from "./core.ts";
import { DeadWays } from "./dead-ways.ts";
import { isInside } from "./matching.ts";
import type { Order } from "./order.ts";
import { type Known, type Pattern, pointOf } from "./pattern.ts";

export interface Progress {
  readonly states: number;
  readonly runs: number;
}

export type Exploration =
  | { readonly is: "found"; readonly pattern: Pattern; readonly order: Order }
  | { readonly is: "exhausted"; readonly cut: boolean }
  | { readonly is: "stopped"; readonly why: Stop | "states" };

export interface Budget {
  readonly maxRuns: number;
  readonly maxStates: number;
  /** States visited so far, over all searches that share the budget. */
  states: number;
}

/** Why a driver ends a search. */
export type Stop = "timeout" | "cancelled" | "memory";

export type Signal = "go" | Stop;

/** Few, because one pattern of a large model may take a millisecond, and time-outs and Ctrl-C wait for a slice. */
const STATES_PER_SLICE = 8;

/** A pattern on the way from the start, and what is still to be tried from it. */
interface Branch {
  readonly rest: readonly Pattern[];
  at: number;
  readonly dead: DeadWays;
  /** Where the bank stood before anything below this pattern was made. */
  readonly mark: Mark;
}

/** Looks for a complete pattern that violates the claim, with at most `maxRuns` runs. */
export function* explore(
  starts: readonly Pattern[],
  core: Core,
  judgement: Judgement,
  budget: Budget,
): Generator<Progress, Exploration, Signal | undefined> {
  const { bank } = core;
  const stack: Branch[] = [];
  let cut = false;
  const enter = (pattern: Pattern, before?: DeadWays): Exploration | undefined => {
    budget.states++;
    const mark = bank.mark();
    const dead = new DeadWays(before);
    const rest = selectGoal(pattern, core, judgement, dead);
    if (rest !== "complete" && rest !== "dead") {
      stack.push({ rest, at: 0, dead, mark });
      return undefined;
    }
    const order = rest === "complete" ? judgement.findViolation(pattern) : undefined;
    bank.release(mark);
    return order === undefined ? undefined : { is: "found", pattern, order };
  };
  for (const start of starts) {
    if (judgement.isGranted(start)) continue;
    const found = enter(start);
    if (found !== undefined) return found;
    while (stack.length > 0) {
      const top = stack.at(-1) as Branch;
      const next = top.rest[top.at++];
      if (next === undefined) {
        stack.pop();
        bank.release(top.mark);
        continue;
      }
      if (next.runs.length > budget.maxRuns) {
        cut = true;
        continue;
      }
      const ended = enter(next, top.dead);
      if (ended !== undefined) return ended;
      if (budget.states >= budget.maxStates) return { is: "stopped", why: "states" };
      if (budget.states % STATES_PER_SLICE === 0) {
        const signal = yield { states: budget.states, runs: budget.maxRuns };
        if (signal !== undefined && signal !== "go") return { is: "stopped", why: signal };
      }
    }
  }
  return { is: "exhausted", cut };
}

/** The ways to close the open goal that has the fewest; "complete" when no goal is open, "dead" when one has none. */
function selectGoal(
  pattern: Pattern,
  core: Core,
  judgement: Judgement,
  dead: DeadWays,
): readonly Pattern[] | "complete" | "dead" {
  const { alternatives, bank } = core;
  const open = openGoals(pattern);
  if (open === "dead") return "dead";
  const listed = open
    .map((goal) => {
      const all = alternatives.list(pattern, goal);
      return { goal, listed: all.length, candidates: all.filter(({ way }) => !dead.has(goal.point, way)) };
    })
    .sort((a, b) => a.candidates.length - b.candidates.length || a.listed - b.listed);
  let best: Pattern[] | undefined;
  for (const { goal, candidates } of listed) {
    const viable: Pattern[] = [];
    for (const candidate of candidates) {
      const mark = bank.mark();
      const refined = candidate.apply();
      if (refined === undefined || judgement.isGranted(refined)) {
        dead.add(goal.point, candidate.way, pattern.runs.length);
        bank.release(mark);
        continue;
      }
      viable.push(refined);
      if (best !== undefined && viable.length >= best.length) break;
    }
    if (viable.length === 0) return "dead";
    if (best === undefined || viable.length < best.length) best = viable;
    if (best.length === 1) break;
  }
  return best ?? "complete";
}

/**
 * The goals that may be worked on. Where the search has put off looking inside a variable, what the variable holds is
 * settled by where the receive's message comes from that brought it in. When nothing is left to settle that, the
 * intruder chose it, so it had what is inside before: no canonical source, and the pattern is "dead".
 */
function openGoals(pattern: Pattern): readonly Known[] | "dead" {
  const { known, order } = pattern;
  const open = known.filter((node) => node.source === undefined && node.term.kind !== "variable");
  const shaped: Known[] = [];
  let isWaiting = false;
  let isSettled = false;
  for (const node of known) {
    if (node.source?.kind !== "inside") continue;
    isWaiting = true;
    const { through, run, event } = node.source;
    const sent = pointOf(pattern, run, event);
    if (through.kind !== "variable") {
      shaped.push(node);
      isSettled = true;
    } else if (open.some((goal) => order.precedes(goal.point, sent) && isInside(through, goal.term))) isSettled = true;
  }
  return isWaiting && !isSettled ? "dead" : [...shaped, ...open];
}
