/**
 * Sources that come too late: the intruder could have had the term before the message that it is said to come from.
 *
 * Every term has one canonical source, the one whose message was sent first. A pattern in which a term on the way out of
 * a message, or the term itself, was known before that message or could be put together from what was, is dropped:
 * the same traces are instances of the pattern in which it has that earlier source. A source of which nothing has changed
 * since the pattern before, which passed, is not looked at again.
 */
import type { Core } from "./core.ts";
import { MESSAGE } from "./layout.ts";
import { type Assignment, assign, matchNode, variablesIn } from "./matching.ts";
import type { Node } from "./node.ts";
import type { Order, Point } from "./order.ts";
import { type Known, type Pattern, pointOf } from "./pattern.ts";
import { needsOf, type Rules } from "./rules.ts";
import { termAt } from "./run.ts";

/** True when some source in the pattern is later than it must be; `earlier` is the pattern that it refines. */
export function hasEarlierOrigin(pattern: Pattern, earlier: Pattern, core: Core): boolean {
  const { order } = pattern;
  const changed = changedPoints(pattern, earlier);
  let known: KnownBefore | undefined;
  for (const node of pattern.known) {
    const { source, point } = node;
    if (source === undefined || (source.kind === "synthesis" && !source.computes)) continue;
    const until = source.kind === "synthesis" ? point : pointOf(pattern, source.run, source.event);
    if (isAsBefore(node, until, changed, order, earlier)) continue;
    known ??= new KnownBefore(pattern, core);
    known.until = until;
    if (
      source.kind === "synthesis"
        ? isBuiltTheLongWay(node.term, known, core.rules)
        : isTooLate(node.term, source.path, known)
    ) {
      return true;
    }
  }
  return false;
}

/** Points whose terms are new or others than in the pattern before. */
function changedPoints(pattern: Pattern, earlier: Pattern): Point[] {
  const changed: Point[] = [];
  let at = 0;
  for (const { point, term } of pattern.known) {
    // Both lists are in the order of their points, but for what has been dropped.
    while (at < earlier.known.length && (earlier.known[at] as Known).point < point) at++;
    const before = earlier.known[at];
    if (before?.point !== point || before.term !== term) changed.push(point);
  }
  for (const run of pattern.runs) {
    const points = pattern.events[run.id] as readonly Point[];
    const before = earlier.runs[run.id];
    const same = before?.values === run.values ? before.height : 0;
    for (let event = same; event < points.length; event++) {
      if (run.layout.events[event]?.kind === "send") changed.push(points[event] as Point);
    }
  }
  return changed;
}

function isAsBefore(
  { point, term, source }: Known,
  until: Point,
  changed: readonly Point[],
  order: Order,
  earlier: Pattern,
): boolean {
  const before = earlier.known.find((other) => other.point === point);
  if (before === undefined || before.source !== source || before.term !== term) return false;
  if (!order.isAsBefore(until, earlier.order)) return false;
  for (const other of changed) if (order.precedes(other, until)) return false;
  return true;
}

function isTooLate(term: Node, path: readonly Node[], known: KnownBefore): boolean {
  for (const opened of path) if (known.has(opened)) return true;
  return known.has(term);
}

/**
 * True when the intruder computes (re-encrypts) what it could have put together from parts that it has by then. Of two
 * ways that are open at the same time the direct one is canonical.
 */
function isBuiltTheLongWay(term: Node, known: KnownBefore, rules: Rules): boolean {
  for (const rule of rules.building(term.op)) {
    if (rule.computes) continue;
    const parts = needsOf(rules, rule, term);
    if (parts?.every((part) => known.has(part) || known.opensTo(part)) === true) return true;
  }
  return false;
}

/** The intruder's certain knowledge before the point `until` of a pattern. */
class KnownBefore {
  until: Point = 0;
  private readonly core: Core;
  private readonly order: Order;
  private readonly terms: Node[] = [];
  /** When it knows each of the terms. */
  private readonly points: Point[] = [];

  constructor(pattern: Pattern, core: Core) {
    this.core = core;
    this.order = pattern.order;
    for (const { point, term } of pattern.known) this.add(term, point);
    for (const run of pattern.runs) {
      const points = pattern.events[run.id] as readonly Point[];
      for (let at = 0; at < points.length; at++) {
        if (run.layout.events[at]?.kind !== "send") continue;
        // What a message gives to everybody; more may follow from what else is known, which is not looked for.
        for (const term of core.free.of(termAt(run, at, MESSAGE, core.bank))) this.add(term, points[at] as Point);
      }
    }
  }

  has(term: Node): boolean {
    return this.canHave(term) && this.hasAny();
  }

  /** True when one opening of a known term, with known terms at hand, gives `term`. */
  opensTo(term: Node): boolean {
    const { rules, bank } = this.core;
    return this.terms.some(
      (from, i) =>
        this.isBefore(i) &&
        rules.analyses.some((rule) => {
          const bound = rule.unless.length > 0 ? undefined : matchNode(bank, rule.from, from);
          if (bound === undefined || assign(bank, rule.yields, bound) !== term) return false;
          return this.hasAll(rule.using, bound);
        }),
    );
  }

  private add(term: Node, point: Point): void {
    this.terms.push(term);
    this.points.push(point);
  }

  private isBefore(index: number): boolean {
    return this.order.precedes(this.points[index] as Point, this.until);
  }

  private hasAny(): boolean {
    for (let i = 0; i < this.points.length; i++) if (this.isBefore(i)) return true;
    return false;
  }

  private canHave(term: Node): boolean {
    const { terms } = this;
    for (let i = 0; i < terms.length; i++) if (terms[i] === term && this.isBefore(i)) return true;
    if (this.core.trivial.isTrivial(term)) return true;
    if (term.kind !== "application") return false;
    const { rules, bank } = this.core;
    for (const rule of rules.building(term.op)) {
      if (rule.isOpen) {
        const bound = matchNode(bank, rule.yields, term);
        if (bound !== undefined && this.hasAll(rule.from, bound)) return true;
      } else if (this.canHaveAll(needsOf(rules, rule, term))) return true;
    }
    return false;
  }

  private canHaveAll(parts: readonly Node[] | undefined): boolean {
    if (parts === undefined) return false;
    for (const part of parts) if (!this.canHave(part)) return false;
    return true;
  }

  /** True when every part is known; variables that `bound` leaves open take values among the known terms. */
  private hasAll(parts: readonly Node[], bound: Assignment): boolean {
    const [first, ...rest] = parts;
    if (first === undefined) return true;
    const { bank } = this.core;
    const isOpen = variablesIn(first).some((v) => !bound.variables.includes(v));
    if (!isOpen) return this.has(assign(bank, first, bound)) && this.hasAll(rest, bound);
    return this.terms.some((term, i) => {
      const extended = this.isBefore(i) ? matchNode(bank, first, term, bound) : undefined;
      return extended !== undefined && this.hasAll(rest, extended);
    });
  }
}
