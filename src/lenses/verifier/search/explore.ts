/**
 * The search: depth first over patterns, one open goal at a time, the goal with the fewest alternatives first.
 *
 * It only proposes. What it finds is a complete pattern, which becomes an attack only if `replay/` can execute it; that
 * it finds nothing is a proof when no alternative was cut off by the bound on runs.
 */
import { type Alternative, Alternatives } from "./alternatives.ts";
import type { Mark } from "./bank.ts";
import type { Core } from "./core.ts";
import { DeadWays } from "./dead-ways.ts";
import { isInside } from "./matching.ts";
import type { Order } from "./order.ts";
import { type Known, type Pattern, pointOf } from "./pattern.ts";
import type { Rules } from "./rules.ts";

export interface Progress {
  readonly states: number;
  readonly runs: number;
}

/** A claim as the search asks about it. Monotone: a pattern that grants a claim grants it in all its refinements. */
export interface Judgement {
  /** True when every trace of the pattern grants the claim. */
  isGranted(pattern: Pattern): boolean;
  /** An order of a complete pattern in which the claim is violated, or undefined. */
  findViolation(pattern: Pattern): Order | undefined;
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

/** A pattern to go on with, and the ways that need not be tried there. */
interface Next {
  readonly pattern: Pattern;
  readonly dead: DeadWays;
}

/** The branches still to be tried from a pattern on the way from the start. */
interface Branch {
  readonly rest: readonly Next[];
  at: number;
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
  const { statesPerSlice } = core.prepared.budgets;
  const alternatives = new Alternatives(core);
  const stack: Branch[] = [];
  let cut = false;
  const enter = ({ pattern, dead }: Next): Exploration | undefined => {
    budget.states++;
    const mark = bank.mark();
    const rest = selectGoal(pattern, alternatives, core, judgement, new DeadWays(dead));
    if (rest !== "complete" && rest !== "dead") {
      stack.push({ rest, at: 0, mark });
      return undefined;
    }
    const order = rest === "complete" ? judgement.findViolation(pattern) : undefined;
    bank.release(mark);
    return order === undefined ? undefined : { is: "found", pattern, order };
  };
  for (const start of starts) {
    if (judgement.isGranted(start)) continue;
    const found = enter({ pattern: start, dead: new DeadWays() });
    if (found !== undefined) return found;
    while (stack.length > 0) {
      const top = stack.at(-1) as Branch;
      const next = top.rest[top.at++];
      if (next === undefined) {
        stack.pop();
        bank.release(top.mark);
        continue;
      }
      if (next.pattern.runs.length > budget.maxRuns) {
        cut = true;
        continue;
      }
      const ended = enter(next);
      if (ended !== undefined) return ended;
      if (budget.states >= budget.maxStates) return { is: "stopped", why: "states" };
      if (budget.states % statesPerSlice === 0) {
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
  alternatives: Alternatives,
  { bank, rules }: Core,
  judgement: Judgement,
  dead: DeadWays,
): readonly Next[] | "complete" | "dead" {
  const open = openGoals(pattern, rules);
  if (open === "dead") return "dead";
  const listed = open
    .map((goal) => {
      const all = alternatives.list(pattern, goal);
      return { goal, all, candidates: all.filter(({ way }) => !dead.has(goal.point, way)) };
    })
    .sort((a, b) => a.candidates.length - b.candidates.length || a.all.length - b.all.length);
  let best: Choice | undefined;
  for (const { goal, all, candidates } of listed) {
    const viable: Viable[] = [];
    for (const candidate of candidates) {
      const mark = bank.mark();
      const refined = candidate.apply();
      if (refined === undefined || judgement.isGranted(refined)) {
        dead.add(goal.point, candidate.way, pattern.runs.length);
        bank.release(mark);
        continue;
      }
      viable.push({ pattern: refined, settles: candidate.settles });
      if (best !== undefined && viable.length >= best.viable.length) break;
    }
    if (viable.length === 0) return "dead";
    if (best === undefined || viable.length < best.viable.length) best = { goal, all, viable };
    if (best.viable.length === 1) break;
  }
  return best === undefined ? "complete" : divide(best, pattern, dead);
}

/** A refinement that some trace may be an instance of. */
interface Viable {
  readonly pattern: Pattern;
  readonly settles: Alternative["settles"];
}

/** A goal with all that was listed for it and what is left of that. */
interface Choice {
  readonly goal: Known;
  readonly all: readonly Alternative[];
  readonly viable: readonly Viable[];
}

/**
 * Lists the alternatives to go on with. Where only the origin of the goal is settled, its source is none of those that have a
 * branch of their own: a trace has one canonical source for every term.
 */
function divide({ goal, all, viable }: Choice, pattern: Pattern, dead: DeadWays): readonly Next[] {
  const sources = all.flatMap(({ settles, way }) => (settles === "source" ? [way] : []));
  const others = dead.without(goal.point, sources, pattern.runs.length);
  return viable.map((one) => ({ pattern: one.pattern, dead: one.settles === "origin" ? others : dead }));
}

/**
 * The goals that may be worked on. Where the search has put off looking inside a variable, what the variable holds is
 * settled by where the receive's message comes from that brought it in. When nothing is left to settle that, the
 * intruder chose it, so it had what is inside before: no canonical source, and the pattern is "dead". A mark around a
 * variable waits until nothing else is open: then the intruder chose what the variable holds.
 */
function openGoals(pattern: Pattern, rules: Rules): readonly Known[] | "dead" {
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
  if (isWaiting && !isSettled) return "dead";
  const all = [...shaped, ...open];
  const ready = all.filter(({ term }) => !rules.isShapeless(term));
  return ready.length > 0 ? ready : all;
}
