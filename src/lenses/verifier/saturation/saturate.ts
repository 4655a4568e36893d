/**
 * Saturation: all clauses that follow from a model's by resolution on selected needs, without those that others subsume.
 *
 * A clause is solved when it needs nothing but variables. When nothing new follows, whatever can be derived at all can
 * be derived from the solved clauses alone. The selection never takes a variable, else the largest need.
 * Source: Blanchet (CSFW 2001), section 3; the proof there does not depend on the order of the queue.
 */
import type { Clause } from "./clause.ts";
import { isVariable, type Node } from "./node.ts";
import type { Resolution, Shifted } from "./resolution.ts";
import { Subsumption } from "./subsume.ts";

/** Nodes looked at: a measure of work that is the same on every machine. */
export type Steps = number;

/** Said once by a method that has done much and could do more: somebody else may have a turn. */
export type Tired = "tired";

/** How much may be done before a method is tired, and at the most. */
export interface Efforts {
  readonly first: Effort;
  readonly most: Effort;
}

/** How much a saturation may do. */
export interface Effort {
  /** Clauses to consider. */
  readonly clauses: number;
  /** Comparisons and resolutions of clauses to attempt, those of large clauses counted by size. */
  readonly attempts: number;
  /** Symbols of the largest clause. */
  readonly size: number;
}

/** True when more was done than is allowed. */
export function exceeds(done: Effort, allowed: Effort): boolean {
  return done.clauses >= allowed.clauses || done.attempts >= allowed.attempts || done.size > allowed.size;
}

/** The index of the need to resolve on; -1 when the clause is solved. */
export function selectNeed(clause: Clause): number {
  let best = -1;
  let size = 0;
  for (let i = 0; i < clause.needs.length; i++) {
    const term = clause.needs[i]?.term as Node;
    if (isVariable(term) || term.size <= size) continue;
    best = i;
    size = term.size;
  }
  return best;
}

/** Solved clauses, looked up by what they conclude. */
export class Solved {
  private readonly bySymbol = new Map<number, Shifted[]>();
  private readonly any: Shifted[] = [];

  add(rule: Shifted): void {
    const { symbol } = rule.clause.conclusion;
    if (symbol < 0) this.any.push(rule);
    else this.bySymbol.set(symbol, [...(this.bySymbol.get(symbol) ?? []), rule]);
  }

  remove(clause: Clause): void {
    const drop = (list: Shifted[]): void => {
      const at = list.findIndex((rule) => rule.clause === clause);
      if (at >= 0) list.splice(at, 1);
    };
    drop(this.any);
    drop(this.bySymbol.get(clause.conclusion.symbol) ?? []);
  }

  /** The clauses that may conclude a term with this symbol. */
  concluding(symbol: number): readonly Shifted[] {
    const exact = this.bySymbol.get(symbol) ?? [];
    return this.any.length === 0 ? exact : [...exact, ...this.any];
  }

  get size(): number {
    let count = this.any.length;
    for (const list of this.bySymbol.values()) count += list.length;
    return count;
  }
}

/** Clauses to be considered, small ones first. */
class Queue {
  private readonly bySize: Clause[][] = [];
  private least = 0;

  push(clause: Clause, size: number): void {
    const list = this.bySize[size];
    if (list === undefined) this.bySize[size] = [clause];
    else list.push(clause);
    this.least = Math.min(this.least, size);
  }

  pop(): Clause | undefined {
    for (; this.least < this.bySize.length; this.least++) {
      const next = this.bySize[this.least]?.shift();
      if (next !== undefined) return next;
    }
    return undefined;
  }
}

/** The number of symbols in a clause. */
export function sizeOf({ conclusion, needs, happened }: Clause): number {
  let size = conclusion.size;
  for (const { term } of needs) size += term.size;
  for (const { args } of happened) for (const arg of args) size += arg.size;
  return size;
}

/**
 * The solved clauses; undefined when the most effort did not suffice. Yields now and then how many steps it took since it
 * last did, and once that it is tired.
 */
export function* saturate(
  start: readonly Clause[],
  resolution: Resolution,
  { first, most }: Efforts,
): Generator<Steps | Tired, Solved | undefined, void> {
  const { stepsPerSlice } = resolution.vocabulary.budgets;
  const subsumption = new Subsumption(resolution.vocabulary, resolution.matcher);
  const queue = new Queue();
  const kept = new Map<number, Clause[]>();
  const open = new Set<Clause>();
  const solved = new Solved();
  let largest = 0;
  let isTired = false;
  let attempts = 0;
  let reported = resolution.steps;
  const isDue = (): boolean => resolution.steps - reported >= stepsPerSlice;
  const takeSteps = (): Steps => {
    const taken = resolution.steps - reported;
    reported = resolution.steps;
    return taken;
  };
  const enqueue = (clause: Clause): void => {
    for (const part of resolution.split(clause)) {
      const size = sizeOf(part);
      largest = Math.max(largest, size);
      queue.push(part, size);
    }
  };
  for (const clause of start) enqueue(clause);
  for (let considered = 0; ; considered++) {
    const clause = queue.pop();
    if (clause === undefined) return solved;
    const done: Effort = { clauses: considered, attempts, size: largest };
    if (exceeds(done, most)) return undefined;
    if (!isTired && exceeds(done, first)) {
      isTired = true;
      yield "tired";
    }
    if (considered % 4 === 3 || isDue()) yield takeSteps();
    const { symbol } = clause.conclusion;
    const rivals = kept.get(symbol) ?? [];
    const general = symbol < 0 ? rivals : [...rivals, ...(kept.get(-1) ?? [])];
    const weight = 1 + (sizeOf(clause) >> 5);
    attempts += general.length * weight;
    let isSubsumed = false;
    for (const other of general) {
      isSubsumed = subsumption.subsumes(other, clause);
      if (isSubsumed) break;
      if (isDue()) yield takeSteps();
    }
    if (isSubsumed) continue;
    attempts += (rivals.length + (selectNeed(clause) < 0 ? open.size : solved.size)) * weight;
    const stay: Clause[] = [];
    for (const other of rivals) {
      if (!subsumption.subsumes(clause, other)) stay.push(other);
      else if (!open.delete(other)) solved.remove(other);
      if (isDue()) yield takeSteps();
    }
    kept.set(symbol < 0 ? -1 : symbol, [...stay, clause]);
    const at = selectNeed(clause);
    if (at >= 0) {
      open.add(clause);
      for (const rule of solved.concluding((clause.needs[at]?.term as Node).symbol)) {
        const next = resolution.resolve(clause, at, rule);
        if (next !== undefined) enqueue(next);
      }
      continue;
    }
    const rule = resolution.shift(clause);
    solved.add(rule);
    for (const other of open) {
      const need = selectNeed(other);
      const wanted = (other.needs[need]?.term as Node).symbol;
      if (symbol >= 0 && wanted !== symbol) continue;
      const next = resolution.resolve(other, need, rule);
      if (next !== undefined) enqueue(next);
    }
  }
}
