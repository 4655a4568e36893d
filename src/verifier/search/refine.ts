/**
 * Refinement of a pattern: what one decision of the search adds, carried through to everything that follows from it.
 *
 * `finish` answers undefined when no trace can be an instance of the refined pattern: a term with two different
 * origins, a cyclic order, a fresh value before its owner sent it, a dishonest agent executing a role, an inequality
 * that has become an equality, a part taken as irreducible that reduces.
 */
import { match } from "../../term/match.ts";
import { compose, EMPTY, type Substitution, substitute } from "../../term/substitution.ts";
import { type Name, PAIR, type Term } from "../../term/term.ts";
import { unify } from "../../term/unify.ts";
import { type Prepared, reduces, type Script } from "../prepare.ts";
import type { Context } from "./context.ts";
import { closeOrder, type Order } from "./order.ts";
import { eventPoint, type Known, knownPoint, type Pattern, type Point, type Source } from "./pattern.ts";
import { agentOf, bindRun, type Run, startRun } from "./run.ts";
import { hasEarlierOrigin } from "./redundancy.ts";
import type { Triviality } from "./triviality.ts";

export interface Refined {
  readonly pattern: Pattern;
  readonly order: Order;
}

export class Refinement {
  private runs: Run[];
  private known: Known[];
  private edges: (readonly [Point, Point])[];
  private unequal: (readonly [Term, Term])[];
  private unlike: { readonly term: Term; readonly pattern: Term }[];
  private readonly claimAt: number;
  private next: number;
  private failed = false;
  /** Nodes that are new or whose term has changed: the only ones that can bring new consequences. */
  private readonly touched = new Set<number>();
  private bound: Substitution = EMPTY;
  private readonly context: Context;
  private readonly prepared: Prepared;
  private readonly trivial: Triviality;

  constructor(pattern: Pattern, context: Context) {
    this.runs = [...pattern.runs];
    this.known = [...pattern.known];
    this.edges = [...pattern.order];
    this.unequal = [...pattern.unequal];
    this.unlike = [...pattern.unlike];
    this.claimAt = pattern.claimAt;
    this.next = pattern.next;
    this.context = context;
    this.prepared = context.prepared;
    this.trivial = context.trivial;
  }

  /** Makes two terms equal. */
  unify(left: Term, right: Term): void {
    if (this.failed) return;
    const unifier = unify(substitute(left, this.bound), substitute(right, this.bound), this.prepared.matching);
    if (unifier === undefined) this.failed = true;
    else this.apply(unifier);
  }

  forbidEqual(left: Term, right: Term): void {
    this.unequal.push([substitute(left, this.bound), substitute(right, this.bound)]);
  }

  forbidInstance(term: Term, pattern: Term): void {
    this.unlike.push({ term: substitute(term, this.bound), pattern });
  }

  /** The intruder must have `term` before `point`. */
  require(needed: Term, point: Point): void {
    const term = substitute(needed, this.bound);
    if (this.trivial.isTrivial(term)) return;
    if (term.kind === "application" && term.op === PAIR) {
      for (const part of term.args) this.require(part, point);
      return;
    }
    const node = this.known.find((other) => other.term.key === term.key) ?? this.addKnown(term);
    this.edges.push([knownPoint(node.id), point]);
  }

  precede(a: Point, b: Point): void {
    this.edges.push([a, b]);
  }

  setSource(id: number, source: Source): void {
    this.known = this.known.map((node) =>
      node.id === id ? bindKnown({ ...node, source }, (term) => substitute(term, this.bound)) : node,
    );
  }

  /** Where the term was first sent is settled. */
  setRouted(id: number): void {
    this.known = this.known.map((node) => (node.id === id ? { ...node, routed: true } : node));
  }

  startRun(script: Script, height: number): void {
    const id = this.runs.length;
    this.runs.push(startRun(script, id, 0));
    this.extendRun(id, height);
  }

  /** Takes the events of a run below `height` into the pattern. */
  extendRun(id: number, height: number): void {
    for (let at = (this.runs[id] as Run).height; at < height && !this.failed; at++) {
      const run = { ...(this.runs[id] as Run), height: at + 1 };
      this.runs[id] = run;
      const event = run.events[at];
      if (event === undefined) throw new Error(`extendRun: run ${id} has no event ${at}`);
      if (event.kind === "recv") this.require(event.message, eventPoint(id, at));
      else if (event.kind === "match" && event.equal) this.unify(event.left, event.right);
      else if (event.kind === "match") this.forbidEqual(event.left, event.right);
    }
  }

  finish(): Refined | undefined {
    while (!this.failed && this.touched.size > 0) {
      const touched = this.known.filter(({ id }) => this.touched.has(id));
      this.touched.clear();
      this.dissolveTuples(touched);
      this.mergeEqual();
      this.orderFreshNames(touched);
    }
    if (this.failed || this.breaksConstraint()) return undefined;
    const pattern: Pattern = {
      runs: this.runs,
      known: this.known,
      order: this.edges,
      unequal: this.unequal,
      unlike: this.unlike,
      claimAt: this.claimAt,
      next: this.next,
    };
    const order = closeOrder(pattern);
    if (order === undefined || hasEarlierOrigin(pattern, order, this.context)) return undefined;
    return { pattern, order };
  }

  /** Applies a unifier to everything. */
  private apply(by: Substitution): void {
    if (by.size === 0) return;
    this.bound = compose(this.bound, by);
    const change = (term: Term): Term => substitute(term, by);
    this.runs = this.runs.map((run) => bindRun(run, by));
    this.known = this.known.map((node) => {
      const next = bindKnown(node, change);
      if (next.term !== node.term) this.touched.add(node.id);
      return next;
    });
    this.unequal = this.unequal.map(([a, b]) => [change(a), change(b)] as const);
    this.unlike = this.unlike.map(({ term, pattern }) => ({ term: change(term), pattern }));
  }

  private addKnown(term: Term): Known {
    const node: Known = { id: this.next++, term, source: undefined };
    this.known.push(node);
    this.touched.add(node.id);
    return node;
  }

  /** A variable that has become a tuple, or something known to all, is no goal any more; its parts may be. */
  private dissolveTuples(touched: readonly Known[]): void {
    for (const node of touched) {
      if (node.source !== undefined) continue;
      const isTuple = node.term.kind === "application" && node.term.op === PAIR;
      if (!isTuple && !this.trivial.isTrivial(node.term)) continue;
      const point = knownPoint(node.id);
      const needing = this.edges.filter(([from]) => from === point).map(([, to]) => to);
      this.known = this.known.filter((other) => other.id !== node.id);
      this.edges = this.edges.filter(([from, to]) => from !== point && to !== point);
      for (const to of needing) this.require(node.term, to);
    }
  }

  private mergeEqual(): void {
    const first = new Map<string, Known>();
    const renamed = new Map<Point, Point>();
    for (const node of this.known) {
      const twin = first.get(node.term.key);
      if (twin === undefined) {
        first.set(node.term.key, node);
        continue;
      }
      if (twin.source !== undefined && node.source !== undefined && !sameOrigin(twin.source, node.source)) {
        this.failed = true;
        return;
      }
      const routed = twin.routed === true || node.routed === true;
      first.set(node.term.key, { ...twin, source: twin.source ?? node.source, ...(routed ? { routed } : {}) });
      renamed.set(knownPoint(node.id), knownPoint(twin.id));
    }
    this.known = [...first.values()];
    const seen = new Set<string>();
    this.edges = this.edges
      .map(([a, b]) => [renamed.get(a) ?? a, renamed.get(b) ?? b] as const)
      .filter(([a, b]) => {
        const key = `${a},${b}`;
        return !seen.has(key) && seen.add(key);
      });
  }

  /** A fresh name is nowhere before its owner first sends it. */
  private orderFreshNames(touched: readonly Known[]): void {
    for (const { id, term } of touched) {
      const node = this.known.find((other) => other.id === id || other.term.key === term.key);
      if (node === undefined) continue;
      for (const name of freshNamesOf(node.term)) {
        const run = this.runs[name.run as number] as Run;
        const origin = run.script.origins.get(localKey(name));
        if (origin === undefined || (run.id === 0 && origin >= this.claimAt)) {
          this.failed = true;
          return;
        }
        if (run.height <= origin) this.extendRun(run.id, origin + 1);
        this.precede(eventPoint(run.id, origin), knownPoint(node.id));
      }
    }
  }

  private breaksConstraint(): boolean {
    if (this.unequal.some(([a, b]) => a.key === b.key)) return true;
    if (this.unlike.some(({ term, pattern }) => match(pattern, term) !== undefined)) return true;
    return this.runs.some((run) => this.isDishonest(run) || isReducible(run, this.prepared));
  }

  private needsHopeless(): boolean {
    const honest = new Set<string>();
    for (const run of this.runs) {
      const players = run.id === 0 ? run.script.role.roles : [run.script.role.role];
      for (const role of players) honest.add(agentOf(run, role).key);
    }
    return this.known.some(
      ({ term, source }) => source === undefined && this.context.hopeless.isHopeless(term, honest),
    );
  }

  private isDishonest(run: Run): boolean {
    const players = run.id === 0 ? run.script.role.roles : [run.script.role.role];
    const notAnAgent = run.script.agents.some((agent) => run.binding.get(agent.key)?.kind === "application");
    return notAnAgent || players.some((role) => this.prepared.untrusted.has(agentOf(run, role).key));
  }
}

function bindKnown(node: Known, change: (term: Term) => Term): Known {
  const term = change(node.term);
  const source = node.source;
  if (source === undefined || source.kind === "synthesis") return term === node.term ? node : { ...node, term };
  const path = source.path.map(change);
  return source.kind === "inside"
    ? { ...node, term, source: { ...source, path, through: change(source.through) } }
    : { ...node, term, source: { ...source, path } };
}

function sameOrigin(a: Source, b: Source): boolean {
  if (a.kind === "synthesis" || b.kind === "synthesis") return a.kind === b.kind;
  return a.run === b.run && a.event === b.event;
}

function isReducible(run: Run, prepared: Prepared): boolean {
  return run.script.stuck.some((term) => {
    const bound = substituteBinding(term, run);
    return reduces(bound, prepared.model.rewrites);
  });
}

function substituteBinding(term: Term, run: Run): Term {
  return substitute(term, run.binding);
}

function localKey(name: Name): string {
  return `f:${name.name}`;
}

function freshNamesOf(term: Term, into: Name[] = []): readonly Name[] {
  if (term.kind === "name") {
    if (term.fresh && term.run !== undefined) into.push(term);
  } else if (term.kind === "application") for (const arg of term.args) freshNamesOf(arg, into);
  return into;
}
