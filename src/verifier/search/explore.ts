/**
 * The search: depth first over patterns, one open goal at a time, the goal with the fewest alternatives first.
 *
 * It only proposes. What it finds is a complete pattern, which becomes an attack only if `replay/` can execute it; that
 * it finds nothing is a proof when no alternative was cut off by the bound on runs.
 */
import type { Judgement } from "../claims/satisfaction.ts";
import type { Alternatives } from "./alternatives.ts";
import type { Order } from "./order.ts";
import { eventPoint, type Known, knownPoint, type Pattern } from "./pattern.ts";
import type { Refined } from "./refine.ts";
import { occursIn } from "../../term/term.ts";

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

/** Few, because one pattern of a large model may take many milliseconds, and time-outs and Ctrl-C wait for a slice. */
const STATES_PER_SLICE = 8;

/** Looks for a complete pattern that violates the claim, with at most `maxRuns` runs. */
export function* explore(
  starts: readonly Refined[],
  alternatives: Alternatives,
  judgement: Judgement,
  budget: Budget,
): Generator<Progress, Exploration, Signal | undefined> {
  const stack: { refined: Refined; rest: Iterator<Refined> }[] = [];
  let cut = false;
  const enter = (refined: Refined): Exploration | undefined => {
    budget.states++;
    const goal = selectGoal(refined, alternatives, judgement);
    if (goal === "dead") return undefined;
    if (goal !== "complete") {
      stack.push({ refined, rest: goal[Symbol.iterator]() });
      return undefined;
    }
    const order = judgement.findViolation(refined.pattern, refined.order);
    return order === undefined ? undefined : { is: "found", pattern: refined.pattern, order };
  };
  for (const start of starts) {
    if (judgement.isGranted(start.pattern, start.order)) continue;
    const found = enter(start);
    if (found !== undefined) return found;
    while (stack.length > 0) {
      const top = stack.at(-1) as { refined: Refined; rest: Iterator<Refined> };
      const { value, done } = top.rest.next();
      if (done === true) {
        stack.pop();
        continue;
      }
      if (value.pattern.runs.length > budget.maxRuns) {
        cut = true;
        continue;
      }
      const next = enter(value);
      if (next !== undefined) return next;
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
  { pattern, order }: Refined,
  alternatives: Alternatives,
  judgement: Judgement,
): readonly Refined[] | "complete" | "dead" {
  const open = openGoals(pattern, order);
  if (open === "dead") return "dead";
  const listed = open.map((goal) => [...alternatives.list(pattern, goal)]).sort((a, b) => a.length - b.length);
  let best: Refined[] | undefined;
  for (const candidates of listed) {
    const viable: Refined[] = [];
    for (const candidate of candidates) {
      const refined = candidate.apply();
      if (refined === undefined || judgement.isGranted(refined.pattern, refined.order)) continue;
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
function openGoals(pattern: Pattern, order: Order): readonly Known[] | "dead" {
  const open = pattern.known.filter((node) => node.source === undefined && node.term.kind !== "variable");
  const waiting = pattern.known.filter((node) => node.source?.kind === "inside");
  const shaped: Known[] = [];
  let isStuck = waiting.length > 0;
  for (const node of waiting) {
    if (node.source?.kind !== "inside") continue;
    const { through, run, event } = node.source;
    if (through.kind !== "variable") shaped.push(node);
    const sent = eventPoint(run, event);
    const settles = (goal: Known): boolean => order.precedes(knownPoint(goal.id), sent) && occursIn(through, goal.term);
    if (through.kind !== "variable" || open.some(settles)) isStuck = false;
  }
  return isStuck ? "dead" : [...shaped, ...open];
}
