/**
 * The exposures of a message: every term that the intruder can get out of it, and what it needs at hand to do so.
 *
 * Chains of openings are read off the theories' analysis rules. Tuples come apart by themselves and are never ends. A
 * generic variable is an end, and also a place behind which more may lie (`inside`), because it can come to hold anything.
 */
import { DEFAULT_BUDGETS } from "../budgets.ts";
import type { Bank } from "./bank.ts";
import { PAIR_OP } from "./bank.ts";
import type { Bindings } from "./bindings.ts";
import { type Assignment, assign, isInside, matches, matchNode, variablesIn } from "./matching.ts";
import { type Node, SLOT } from "./node.ts";
import type { AnalysisNode, Rules } from "./rules.ts";

export type Equation = readonly [Node, Node];

export interface Exposure {
  /** `end`: the goal may be this term. `inside`: the goal may lie strictly inside this variable. */
  readonly kind: "end" | "inside";
  readonly term: Node;
  /** Terms opened on the way, outermost first, `term` not included. */
  readonly path: readonly Node[];
  /** The terms that the intruder needs at hand. */
  readonly using: readonly Node[];
  /** The equations that the openings demand of the message's variables, in terms as they are before. */
  readonly equations: readonly Equation[];
  readonly unlike: readonly { readonly term: Node; readonly pattern: Node }[];
  /** True when the openings demand nothing of the message's variables: possible whatever they hold. */
  readonly certain: boolean;
  /** The values that the openings give to the message's variables, one after the other. */
  readonly narrowed: readonly Assignment[];
  /** Variables of the rules, to be renamed apart at each use. */
  readonly own: readonly Node[];
  /** Which way was taken from the message to here; the same number for the same way, whatever the message holds. */
  readonly way: number;
}

/** The way to what is not reached by opening. */
export const UNNAMED = -1;

/** All that a message exposes. */
export interface Exposed {
  readonly exposures: readonly Exposure[];
  /** A bit for every kind of root that an exposed term has, as in `rootOf`; several operations may share one. */
  readonly roots: number;
}

const NAME_ROOT = 1 << 29;
const VARIABLE_ROOT = 1 << 30;

/** The bit of a term's root: terms of which neither is a variable are different when the bits are. */
export function rootOf(node: Node): number {
  if (node.kind === "application") return 1 << (node.op % 29);
  return node.kind === "name" ? NAME_ROOT : VARIABLE_ROOT;
}

/** False when nothing that is exposed can become `goal`. */
export function mayHold({ roots }: Exposed, goal: Node): boolean {
  return goal.kind === "variable" || (roots & (rootOf(goal) | VARIABLE_ROOT)) !== 0;
}

/** Steps into parts of tuples, which are pairs, come before steps through rules. */
const PARTS = 2;

/** A copy of a rule for one depth of a chain, so that no two openings share a variable. */
interface Copy extends AnalysisNode {
  /** Those of its variables that fitting `from` to a term does not give a value to. */
  readonly loose: readonly Node[];
}

/** The effect of one opening on the term that it opens. */
interface Opening {
  readonly opened: Node;
  readonly yields: Node;
  readonly using: readonly Node[];
  readonly unlike: Exposure["unlike"];
  readonly own: readonly Node[];
  /** The change to the term's variables; undefined when it takes the term as it is. */
  readonly narrowing: Assignment | undefined;
}

const EMPTY: readonly never[] = [];

export class Exposures {
  private readonly rules: Rules;
  private readonly bank: Bank;
  private readonly bindings: Bindings;
  /** Rule copies by depth. */
  private readonly copies: (readonly Copy[] | undefined)[] = [];
  private readonly ways = new Map<number, number>();
  /** How often openings on one way may make something of variables. */
  private readonly mostNarrowed: number;

  constructor(rules: Rules, bindings: Bindings, mostNarrowed = DEFAULT_BUDGETS.narrowings) {
    this.mostNarrowed = mostNarrowed;
    this.rules = rules;
    this.bank = rules.bank;
    this.bindings = bindings;
  }

  /** Everything that `message` exposes. No variable may be bound. */
  of(message: Node): Exposed {
    const known = message.memo[SLOT.message] as Exposed | undefined;
    if (known !== undefined) return known;
    const exposures = this.expose(message, 0, 0, 0);
    let roots = 0;
    for (const { kind, term } of exposures) roots |= kind === "inside" ? VARIABLE_ROOT : rootOf(term);
    return this.bank.remember(message.memo, SLOT.message, { exposures, roots });
  }

  /** Lists what lies strictly inside a term that is on a path already. */
  inside(term: Node): readonly Exposure[] {
    return this.of(term).exposures.filter((exposure) => exposure.term !== term || exposure.path.length > 0);
  }

  /** Lists the exposures of a term that was come to by `way`, through `depth` openings of which some narrowed it. */
  private expose(term: Node, way: number, depth: number, narrowed: number): readonly Exposure[] {
    const { memo } = term;
    const place = way * (this.mostNarrowed + 1) + narrowed;
    if (memo[SLOT.way] === place && memo[SLOT.exposed] !== undefined) return memo[SLOT.exposed] as readonly Exposure[];
    const found = this.list(term, way, depth, narrowed);
    this.bank.remember(memo, SLOT.way, place);
    return this.bank.remember(memo, SLOT.exposed, found);
  }

  private list(term: Node, way: number, depth: number, narrowed: number): readonly Exposure[] {
    this.bank.pulse.beat();
    if (term.op === PAIR_OP) {
      return term.args.flatMap((part, i) => this.expose(part, this.wayOn(way, i), depth, narrowed));
    }
    const end: Exposure = {
      kind: "end",
      term,
      path: EMPTY,
      using: EMPTY,
      equations: EMPTY,
      unlike: EMPTY,
      certain: true,
      narrowed: EMPTY,
      own: EMPTY,
      way,
    };
    if (term.kind === "name") return [end];
    if (term.kind === "variable") {
      return this.bank.sorts.mayHoldCompound(term, this.rules.matching) ? [end, { ...end, kind: "inside" }] : [end];
    }
    const found = [end];
    let goesOn = false;
    for (const [i, rule] of this.copiesAt(depth).entries()) {
      const opening = rule.from.op === term.op || rule.from.op < 0 ? this.open(term, rule) : undefined;
      if (opening === undefined) continue;
      const times = opening.narrowing === undefined ? narrowed : narrowed + 1;
      if (times > this.mostNarrowed) {
        goesOn = true;
        continue;
      }
      const later = this.expose(opening.yields, this.wayOn(way, PARTS + i), depth + 1, times);
      for (const exposure of later) found.push(this.after(opening, exposure));
    }
    if (goesOn) found.push({ ...end, kind: "inside" });
    return found;
  }

  private open(term: Node, rule: Copy): Opening | undefined {
    const { bank, bindings } = this;
    // Where the rule fits as it is, the message keeps its own variables: two messages must not share the rule's.
    const fits = matchNode(bank, rule.from, term);
    if (fits !== undefined) {
      const change = (part: Node): Node => assign(bank, part, fits);
      const unlike = this.exceptions(rule, change);
      if (unlike === undefined) return undefined;
      const using = rule.using.map(change);
      return { opened: term, yields: change(rule.yields), using, unlike, own: rule.loose, narrowing: undefined };
    }
    const inside = bindings.unify(term, rule.from, this.rules.matching) ? variablesIn(term) : undefined;
    if (inside === undefined) {
      bindings.undo();
      return undefined;
    }
    const change = (part: Node): Node => bindings.resolve(part);
    const variables = [...inside, ...rule.own];
    const narrowing: Assignment = { variables, values: variables.map(change) };
    const opened = change(term);
    const yields = change(rule.yields);
    const using = rule.using.map(change);
    bindings.undo();
    const unlike = this.exceptions(rule, (part) => assign(bank, part, narrowing));
    if (unlike === undefined) return undefined;
    const own = [...rule.own, ...variablesIn(...narrowing.values).filter((v) => !variables.includes(v))];
    return { opened, yields, using, unlike, own, narrowing };
  }

  /** Lists the terms that must not become an exception of the rule; undefined when one is one already. */
  private exceptions(rule: Copy, change: (term: Node) => Node): Exposure["unlike"] | undefined {
    if (rule.unless.length === 0) return EMPTY;
    const unlike: { term: Node; pattern: Node }[] = [];
    for (const { term, pattern } of rule.unless) {
      const subject = change(term);
      if (matches(this.bank, pattern, subject)) return undefined;
      if (this.bindings.unify(pattern, subject, this.rules.matching)) unlike.push({ term: subject, pattern });
      this.bindings.undo();
    }
    return unlike;
  }

  /** Gives the exposure behind an opening, as seen from in front of it. */
  private after(opening: Opening, inner: Exposure): Exposure {
    this.bank.pulse.beat();
    const { narrowing } = opening;
    const later = (term: Node): Node =>
      inner.narrowed.reduce((part, narrowed) => assign(this.bank, part, narrowed), term);
    const isNarrowed = inner.narrowed.length > 0;
    const using = isNarrowed ? opening.using.map(later) : opening.using;
    const unlike = isNarrowed
      ? opening.unlike.map(({ term, pattern }) => ({ term: later(term), pattern }))
      : opening.unlike;
    const whole: Exposure = {
      kind: inner.kind,
      term: inner.term,
      path: [isNarrowed ? later(opening.opened) : opening.opened, ...inner.path],
      using: inner.using.length === 0 ? using : [...using, ...inner.using],
      equations:
        narrowing === undefined ? inner.equations : [...equationsOf(narrowing, opening.own), ...inner.equations],
      unlike: inner.unlike.length === 0 ? unlike : [...unlike, ...inner.unlike],
      certain: inner.certain && narrowing === undefined && opening.unlike.length === 0,
      narrowed: narrowing === undefined ? inner.narrowed : [narrowing, ...inner.narrowed],
      own: EMPTY,
      way: inner.way,
    };
    const own = opening.own.length === 0 ? inner.own : [...opening.own, ...inner.own];
    return own.length === 0 ? whole : { ...whole, own: keepUsed(own, whole) };
  }

  /** The number of a way that goes one step further: into a part of a tuple, or through what a rule opens. */
  private wayOn(way: number, step: number): number {
    const key = way * (PARTS + this.rules.analyses.length) + step;
    const known = this.ways.get(key);
    if (known !== undefined) return known;
    const number = this.ways.size + 1;
    this.ways.set(key, number);
    return number;
  }

  private copiesAt(depth: number): readonly Copy[] {
    const known = this.copies[depth];
    if (known !== undefined) return known;
    const copies = this.rules.analyses.map((rule): Copy => {
      const names = this.rules.rename(rule.own, "template");
      const change = (term: Node): Node => assign(this.bank, term, names);
      const from = change(rule.from);
      const inside = variablesIn(from);
      return {
        from,
        using: rule.using.map(change),
        yields: change(rule.yields),
        unless: rule.unless.map(({ term, pattern }) => ({ term: change(term), pattern })),
        own: names.values,
        loose: names.values.filter((v) => !inside.includes(v)),
      };
    });
    return this.bank.remember(this.copies, depth, copies);
  }
}

/**
 * True when what is exposed is, or comes out of, one of the terms that its sender may have from elsewhere, or lies
 * inside one: what an operation around it opens may be deep in what the sender has not read.
 */
export function comesFrom(
  { term, path, narrowed }: Exposure,
  passing: readonly Node[],
  bank: Bank,
  compare: Comparing = isInside,
): boolean {
  let held = passing;
  for (const narrowing of narrowed) held = held.map((part) => assign(bank, part, narrowing));
  return held.some((whole) => compare(term, whole) || path.some((part) => compare(part, whole)));
}

/** How what is exposed is compared with what its sender passes on; a seam, for tests that must notice a weaker one. */
export type Comparing = (part: Node, whole: Node) => boolean;

/** Lists the equations that an opening demands of the variables of the term that it opens. */
function equationsOf({ variables, values }: Assignment, own: readonly Node[]): Equation[] {
  return variables.flatMap((v, i): Equation[] => {
    const value = values[i] as Node;
    return value === v || own.includes(v) ? [] : [[v, value]];
  });
}

/** The rules' variables that are left in what an exposure says. */
function keepUsed(own: readonly Node[], { term, path, using, equations, unlike }: Exposure): readonly Node[] {
  const left = variablesIn(term, ...path, ...using, ...equations.flat(), ...unlike.map((one) => one.term));
  return own.filter((v) => left.includes(v));
}
