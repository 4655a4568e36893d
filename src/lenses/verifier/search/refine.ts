/**
 * Refinement of a pattern: what one decision of the search adds, carried through to everything that follows from it.
 *
 * `finish` answers undefined when no trace can be an instance of the refined pattern: a term with two different
 * origins, a cyclic order, a fresh value before its owner sent it, a constant that nobody says, no agent or a dishonest
 * one executing a role, an inequality that has become an equality, a part taken as irreducible that reduces, what
 * commutes in two orders. Between the
 * constructor and `finish` the core's bindings belong to the refinement; afterwards everything is resolved and no
 * variable is bound.
 */
import { honestRoles } from "../../../core/protocol/ir/script.ts";
import { isAgentSort } from "../../../core/term/term.ts";
import { PAIR_OP } from "./bank.ts";
import type { Bindings } from "./bindings.ts";
import type { Core } from "./core.ts";
import { type Layout, MESSAGE } from "./layout.ts";
import { matches } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Order, Point } from "./order.ts";
import type { Known, Pattern, Source } from "./pattern.ts";
import { hasEarlierOrigin } from "./redundancy.ts";
import { bindRun, extendedRun, fill, playerOf, type Run, termAt } from "./run.ts";

export class Refinement {
  private readonly core: Core;
  private readonly bindings: Bindings;
  private readonly before: Pattern;
  private readonly order: Order;
  private readonly runs: Run[];
  private readonly events: (readonly Point[])[];
  private readonly known: Known[];
  private unequal: readonly (readonly [Node, Node])[];
  private unlike: readonly { readonly term: Node; readonly pattern: Node }[];
  private failed = false;
  /** Points of terms that are new or have changed: the only ones that can bring new consequences. */
  private touched: Point[] = [];

  constructor(pattern: Pattern, core: Core) {
    this.core = core;
    this.bindings = core.bindings;
    this.bindings.undo();
    this.before = pattern;
    this.order = pattern.order.copy();
    this.runs = pattern.runs.slice();
    this.events = pattern.events.slice();
    this.known = pattern.known.slice();
    this.unequal = pattern.unequal;
    this.unlike = pattern.unlike;
  }

  /** False once something has been found that no trace can have. */
  get isPossible(): boolean {
    return !this.failed;
  }

  /** Makes two terms equal. */
  unify(left: Node, right: Node): void {
    if (this.failed) return;
    const { bindings, known } = this;
    if (!bindings.unify(left, right, this.core.prepared.matching)) {
      this.failed = true;
      return;
    }
    const { changed } = bindings;
    for (let i = 0; i < known.length; i++) {
      const { point, term, source, routed } = known[i] as Known;
      if ((term.mask & changed) === 0) continue;
      const next = bindings.resolve(term);
      if (next === term) continue;
      known[i] = { point, term: next, source, routed };
      this.touched.push(point);
      if (this.core.outOfReach.has(next)) this.failed = true;
    }
  }

  forbidEqual(left: Node, right: Node): void {
    this.unequal = [...this.unequal, [left, right]];
  }

  forbidInstance(term: Node, pattern: Node): void {
    this.unlike = [...this.unlike, { term, pattern }];
  }

  /** The intruder must have `term` before `point`. */
  require(needed: Node, point: Point): void {
    if (this.failed) return;
    const term = this.bindings.resolve(needed);
    if (this.core.trivial.isTrivial(term)) return;
    if (term.op === PAIR_OP) {
      for (const part of term.args) this.require(part, point);
      return;
    }
    this.precede(this.pointOfTerm(term), point);
  }

  precede(a: Point, b: Point): void {
    if (!this.order.precede(a, b)) this.failed = true;
  }

  /** An event of a run comes before a point. */
  precedeEvent(run: number, event: number, point: Point): void {
    this.precede(this.pointOf(run, event), point);
  }

  setSource(point: Point, source: Source): void {
    const at = this.known.findIndex((node) => node.point === point);
    if (at < 0) return;
    const { term, routed } = this.known[at] as Known;
    this.known[at] = { point, term, source, routed };
  }

  /** Where the term was first sent is settled. */
  setRouted(point: Point): void {
    const at = this.known.findIndex((node) => node.point === point);
    if (at < 0) return;
    const { term, source } = this.known[at] as Known;
    this.known[at] = { point, term, source, routed: true };
  }

  startRun(layout: Layout, height: number): void {
    const id = this.runs.length;
    this.runs.push(this.core.newRun(layout, id));
    this.events.push([]);
    this.extendRun(id, height);
  }

  /** Takes the events of a run below `height` into the pattern. */
  extendRun(id: number, height: number): void {
    for (let at = (this.runs[id] as Run).height; at < height && !this.failed; at++) {
      const run = extendedRun(this.runs[id] as Run, at + 1);
      this.runs[id] = run;
      this.takeEvent(run, at);
    }
  }

  /** The point of an event that the refinement has taken in. */
  pointOf(run: number, event: number): Point {
    const point = this.events[run]?.[event];
    if (point === undefined) throw new Error(`pointOf: event ${event} of run ${run} is not in the pattern`);
    return point;
  }

  finish(): Pattern | undefined {
    const refined = this.settle();
    this.bindings.undo();
    return refined === undefined || hasEarlierOrigin(refined, this.before, this.core) ? undefined : refined;
  }

  private settle(): Pattern | undefined {
    do {
      this.followTouched();
      if (this.failed) return undefined;
      if (!this.bindings.isEmpty) this.carryThrough();
    } while (this.equateExchanged());
    if (this.failed || this.breaksConstraint()) return undefined;
    const { runs, events, known, order, unequal, unlike } = this;
    return { runs, events, known, order, unequal, unlike, claimAt: this.before.claimAt };
  }

  private followTouched(): void {
    while (!this.failed && this.touched.length > 0) {
      const points = this.touched;
      this.touched = [];
      const touched = this.known.filter(({ point }) => points.includes(point));
      this.dissolveTuples(touched);
      this.mergeEqual();
      this.orderFreshNames(touched);
    }
  }

  /** Equates what no order of all terms can hold apart; true when it has. */
  private equateExchanged(): boolean {
    const pairs = this.core.commuting.listEqual(this.known, this.runs);
    for (const [first, second] of pairs) this.unify(first, second);
    return pairs.length > 0;
  }

  private takeEvent(run: Run, at: number): void {
    const { bank, prepared } = this.core;
    prepared.pulse.beat();
    const points = this.events[run.id] as readonly Point[];
    const point = this.order.add();
    if (at > 0) this.precede(points[at - 1] as Point, point);
    this.events[run.id] = [...points, point];
    const layout = run.layout.events[at];
    if (layout === undefined) throw new Error(`extendRun: run ${run.id} has no event ${at}`);
    const { event } = layout;
    if (event.kind === "recv") this.require(termAt(run, at, MESSAGE, bank), point);
    else if (event.kind === "match" && event.equal) this.unify(termAt(run, at, 0, bank), termAt(run, at, 1, bank));
    else if (event.kind === "match") this.forbidEqual(termAt(run, at, 0, bank), termAt(run, at, 1, bank));
  }

  /** The point of what the intruder learns; a new one where it is new. */
  private pointOfTerm(term: Node): Point {
    for (const node of this.known) if (node.term === term) return node.point;
    if (this.core.outOfReach.has(term)) this.failed = true;
    const point = this.order.add();
    this.known.push({ point, term, source: undefined, routed: false });
    this.touched.push(point);
    return point;
  }

  /** A variable that has become a tuple, or something known to all, is no goal any more; its parts may be. */
  private dissolveTuples(touched: readonly Known[]): void {
    for (const { point, term, source } of touched) {
      if (source !== undefined || (term.op !== PAIR_OP && !this.core.trivial.isTrivial(term))) continue;
      const at = this.known.findIndex((other) => other.point === point);
      this.known.splice(at, 1);
      for (const to of this.order.after(point)) this.require(term, to);
    }
  }

  private mergeEqual(): void {
    const { known } = this;
    for (let i = 1; i < known.length; i++) {
      const { term } = known[i] as Known;
      this.core.prepared.pulse.beat();
      for (let j = 0; j < i; j++) {
        if ((known[j] as Known).term !== term) continue;
        this.merge(j, i);
        i--;
        break;
      }
    }
  }

  /** Two goals that have become one term are one goal, the first. */
  private merge(first: number, second: number): void {
    const twin = this.known[first] as Known;
    const node = this.known[second] as Known;
    if (twin.source !== undefined && node.source !== undefined && !sameOrigin(twin.source, node.source)) {
      this.failed = true;
    }
    const { point, term } = twin;
    this.known[first] = { point, term, source: twin.source ?? node.source, routed: twin.routed || node.routed };
    this.known.splice(second, 1);
    for (const earlier of this.order.before(node.point)) this.precede(earlier, point);
    for (const later of this.order.after(node.point)) this.precede(point, later);
  }

  /** A fresh name is nowhere before its owner first sends it. */
  private orderFreshNames(touched: readonly Known[]): void {
    for (const { point, term } of touched) {
      if (this.failed) return;
      if (!term.hasFresh && !this.bindings.resolve(term).hasFresh) continue;
      const node = this.known.find((other) => other.point === point || other.term === term);
      if (node !== undefined) this.orderInside(node.term, node.point);
    }
  }

  private orderInside(term: Node, point: Point): void {
    if (!term.hasFresh || this.failed) return;
    this.core.prepared.pulse.beat();
    for (const arg of term.args) this.orderInside(arg, point);
    const name = term.leaf?.term;
    if (name?.kind !== "name") return;
    const run = this.runs[name.run as number] as Run;
    const origin = run.layout.origins.get(name.name);
    if (origin === undefined || (run.id === 0 && origin >= this.before.claimAt)) {
      this.failed = true;
      return;
    }
    if (run.height <= origin) this.extendRun(run.id, origin + 1);
    if (!this.failed) this.precedeEvent(run.id, origin, point);
  }

  /** Carries the bindings out wherever that has not been done at once. */
  private carryThrough(): void {
    const { bindings, runs, known } = this;
    for (let i = 0; i < runs.length; i++) runs[i] = bindRun(runs[i] as Run, bindings);
    for (let i = 0; i < known.length; i++) known[i] = bindSource(known[i] as Known, bindings);
    if (this.unequal.some(([a, b]) => bindings.changes(a) || bindings.changes(b))) {
      this.unequal = this.unequal.map(([a, b]) => [bindings.resolve(a), bindings.resolve(b)]);
    }
    if (this.unlike.some(({ term }) => bindings.changes(term))) {
      this.unlike = this.unlike.map(({ term, pattern }) => ({ term: bindings.resolve(term), pattern }));
    }
  }

  private breaksConstraint(): boolean {
    const { before, runs, unequal, unlike } = this;
    if (unequal !== before.unequal && unequal.some(([a, b]) => a === b)) return true;
    if (unlike !== before.unlike && unlike.some(({ term, pattern }) => matches(this.core.bank, pattern, term))) {
      return true;
    }
    for (let i = 0; i < runs.length; i++) {
      const run = runs[i] as Run;
      if (run.values !== before.runs[i]?.values && (this.isDishonest(run) || this.isReducible(run))) return true;
    }
    return false;
  }

  private isDishonest(run: Run): boolean {
    const { untrusted } = this.core;
    const { agents, agentSlots } = run.layout;
    for (const slot of agentSlots) if (!this.mayBeAgent(run.values[slot] as Node)) return true;
    if (run.id !== 0) return untrusted.has(playerOf(run));
    const { role: script } = run.layout.script;
    const claim = script.events[this.before.claimAt];
    for (const role of claim?.kind === "claim" ? honestRoles(script, claim.claim) : script.roles) {
      if (untrusted.has(run.values[agents.get(role) as number] as Node)) return true;
    }
    return false;
  }

  /** Only agents play roles, whatever else their variables take in the freer modes of matching. */
  private mayBeAgent(player: Node): boolean {
    if (player.kind === "name") return this.core.bank.sorts.sortsOf(player).some(isAgentSort);
    return player.kind === "variable";
  }

  private isReducible(run: Run): boolean {
    return run.layout.stuck.some((term) => this.core.rules.reduces(fill(term, run.values, this.core.bank)));
  }
}

function bindSource(node: Known, bindings: Bindings): Known {
  const { point, term, source, routed } = node;
  if (source === undefined || source.kind === "synthesis") return node;
  if (!source.path.some((opened) => bindings.changes(opened))) return node;
  const path = source.path.map((opened) => bindings.resolve(opened));
  const { run, event } = source;
  return source.kind === "send"
    ? { point, term, source: { kind: "send", run, event, path }, routed }
    : { point, term, source: { kind: "inside", run, event, path, through: bindings.resolve(source.through) }, routed };
}

function sameOrigin(a: Source, b: Source): boolean {
  if (a.kind === "synthesis" || b.kind === "synthesis") return a.kind === b.kind;
  return a.run === b.run && a.event === b.event;
}
