/**
 * Sources that come too late: the intruder could have had the term before the message that it is said to come from.
 *
 * Every term has one canonical source, the one whose message was sent first. A pattern in which a term on the way out of
 * a message, or the term itself, was known before that message or could be put together from what was, is dropped:
 * the same traces are instances of the pattern in which it has that earlier source.
 */
import { match } from "../../term/match.ts";
import { type Substitution, substitute } from "../../term/substitution.ts";
import { type Term, variablesOf } from "../../term/term.ts";
import type { Prepared } from "../prepare.ts";
import type { Context } from "./context.ts";
import type { Exposure } from "./exposure.ts";
import type { Order } from "./order.ts";
import { eventPoint, knownPoint, type Pattern, type Point } from "./pattern.ts";
import type { Triviality } from "./triviality.ts";

/** True when some source in the pattern is later than it must be. */
export function hasEarlierOrigin(pattern: Pattern, order: Order, context: Context): boolean {
  return pattern.known.some(({ id, term, source }) => {
    if (source === undefined) return false;
    if (source.kind === "synthesis") return isBuiltTheLongWay(id, term, source.rule, pattern, order, context);
    const before = new KnownBefore(pattern, order, eventPoint(source.run, source.event), context);
    return source.path.some((opened) => before.has(opened)) || before.has(term);
  });
}

/**
 * True when the intruder computes (re-encrypts) what it could have put together from parts that it has by then. Of two
 * ways that are open at the same time the direct one is canonical.
 */
function isBuiltTheLongWay(
  id: number,
  term: Term,
  rule: string,
  pattern: Pattern,
  order: Order,
  context: Context,
): boolean {
  if (term.kind !== "application" || !context.prepared.computations.has(rule)) return false;
  const before = new KnownBefore(pattern, order, knownPoint(id), context);
  return term.args.every((arg) => before.has(arg) || before.opensTo(arg));
}

/** What the intruder certainly knows before a point of the pattern. */
class KnownBefore {
  private readonly known: Map<string, Term> = new Map();
  private readonly prepared: Prepared;
  private readonly trivial: Triviality;

  constructor(pattern: Pattern, order: Order, point: Point, context: Context) {
    this.prepared = context.prepared;
    this.trivial = context.trivial;
    for (const { id, term } of pattern.known) if (order.precedes(knownPoint(id), point)) this.known.set(term.key, term);
    for (const run of pattern.runs) {
      for (const { event, exposures } of context.sendings.of(run)) {
        if (event >= run.height || !order.precedes(eventPoint(run.id, event), point)) break;
        this.overhear(exposures);
      }
    }
  }

  /** True when one opening of a known term, with known terms at hand, gives `term`. */
  opensTo(term: Term): boolean {
    return [...this.known.values()].some((from) =>
      this.prepared.deductions.analyses.some((rule) => {
        const bound = rule.unless.length > 0 ? undefined : match(rule.from, from);
        if (bound === undefined || substitute(rule.yields, bound).key !== term.key) return false;
        return this.hasAll(rule.using, bound);
      }),
    );
  }

  /** What a message gives to everybody; more may follow from what else is known, which is not looked for. */
  private overhear(exposures: readonly Exposure[]): void {
    for (const { kind, term, certain, using } of exposures) {
      const isFree = certain && using.every((needed) => this.trivial.isTrivial(needed));
      if (kind === "end" && isFree) this.known.set(term.key, term);
    }
  }

  has(term: Term): boolean {
    if (this.known.size === 0) return false;
    if (this.known.has(term.key) || this.trivial.isTrivial(term)) return true;
    if (term.kind !== "application") return false;
    return this.prepared.deductions.syntheses.some((rule) => {
      if (rule.yields.kind === "variable") return false;
      const bound = match(rule.yields, term);
      return bound !== undefined && this.hasAll(rule.from, bound);
    });
  }

  /** True when every part is known; variables that `bound` leaves open take values among the known terms. */
  private hasAll(parts: readonly Term[], bound: Substitution): boolean {
    const [first, ...rest] = parts;
    if (first === undefined) return true;
    const part = substitute(first, bound);
    const open = variablesOf(first).filter((v) => !bound.has(v.key));
    if (open.length === 0) return this.has(part) && this.hasAll(rest, bound);
    // The pattern's own variables stand for themselves here; only the rule's may take values.
    const own = variablesOf(part).filter((v) => !open.some((other) => other.key === v.key));
    const fixed = new Map([...bound, ...own.map((v): [string, Term] => [v.key, v])]);
    for (const term of this.known.values()) {
      const extended = match(part, term, 0, fixed);
      if (extended !== undefined && this.hasAll(rest, extended)) return true;
    }
    return false;
  }
}
