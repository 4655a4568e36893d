/**
 * The messages that a run may receive now: ground instances of its pattern that the intruder has.
 *
 * Complete up to the values tried for an open variable: every atom of a fitting sort that the intruder knows (of the
 * agents only those of the exploration), one made-up constant a sort; for a variable that takes everything, also every
 * known part and some instances of every shape. Patterns are matched against known parts or put together top-down.
 */
import { match } from "../../src/core/term/match.ts";
import { admits, mayHoldCompound } from "../../src/core/term/sorts.ts";
import { type Substitution, substitute } from "../../src/core/term/substitution.ts";
import { AGENT, isGround, type Name, PAIR, type Term, type Variable, variablesOf } from "../../src/core/term/term.ts";
import type { Knowledge } from "./knowledge.ts";
import { keyWithSorts } from "./shapes.ts";

export interface Values {
  readonly matching: 0 | 1 | 2;
  /** The agents that a variable is tried with. */
  readonly agents: readonly Name[];
  readonly invented: readonly Name[];
  readonly shapes: readonly Term[];
  readonly constructors: ReadonlySet<string>;
}

/** How many instances of one shape are tried. */
const INSTANCES_PER_SHAPE = 24;

/** More instances of one pattern than this are not listed, nor looked for in more steps. */
const MOST_INSTANCES = 1_000;
const MOST_STEPS = 20_000;

/** Lists what can be received, and remembers it for one state of knowledge. */
export class Receipts {
  private readonly knowledge: Knowledge;
  private readonly values: Values;
  private readonly lists = new Map<string, readonly Substitution[]>();
  private readonly fillings = new Map<string, readonly Term[]>();
  private steps = 0;
  /** Steps of all lists by now. */
  spent = 0;
  /** True once a list was cut short. */
  wasCut = false;

  constructor(knowledge: Knowledge, values: Values) {
    this.knowledge = knowledge;
    this.values = values;
  }

  /** Values for the open variables of `pattern`, one entry for each message that can be received. */
  list(pattern: Term): readonly Substitution[] {
    const key = keyWithSorts(pattern);
    const known = this.lists.get(key);
    if (known !== undefined) return known;
    this.steps = 0;
    const found = this.collect(pattern, "composed", MOST_INSTANCES);
    this.spent += this.steps;
    this.lists.set(key, found);
    return found;
  }

  private collect(pattern: Term, filling: Filling, most: number): Substitution[] {
    const found = new Map<string, Substitution>();
    for (const bound of this.instances(pattern, new Map(), filling)) {
      const key = substitute(pattern, bound).key;
      if (found.has(key)) continue;
      if (found.size >= most) {
        this.wasCut ||= filling === "composed";
        break;
      }
      found.set(key, bound);
    }
    return [...found.values()];
  }

  private *instances(pattern: Term, bound: Substitution, filling: Filling): Generator<Substitution> {
    if (!this.takeStep()) return;
    const term = substitute(pattern, bound);
    if (isGround(term)) {
      if (this.knowledge.has(term)) yield bound;
      return;
    }
    if (term.kind === "variable") {
      for (const value of this.fill(term, filling)) yield new Map(bound).set(term.key, value);
      return;
    }
    if (term.kind !== "application") return;
    for (const part of this.knowledge.parts.values()) {
      if (part.kind !== "application" || part.op !== term.op) continue;
      const matched = match(term, part, this.values.matching, bound);
      if (matched !== undefined && this.fits(term, matched)) yield matched;
    }
    if (term.op === PAIR || this.values.constructors.has(term.op)) yield* this.build(term.args, bound, filling);
  }

  /** False, and the list is cut, when as many steps were taken as are allowed. */
  private takeStep(): boolean {
    if (++this.steps <= MOST_STEPS) return true;
    this.wasCut = true;
    return false;
  }

  /** All of the parts, ground ones first: a key that cannot be had ends it at once. */
  private *build(parts: readonly Term[], bound: Substitution, filling: Filling): Generator<Substitution> {
    if (!this.takeStep()) return;
    const open = parts.filter((part) => !isGround(substitute(part, bound)));
    if (!parts.every((part) => this.isPossible(substitute(part, bound)))) return;
    const [first, ...rest] = open;
    if (first === undefined) {
      yield bound;
      return;
    }
    for (const next of this.instances(first, bound, filling)) {
      if (this.steps > MOST_STEPS) return;
      yield* this.build(rest, next, filling);
    }
  }

  /** False when no instance can be had, whatever the variables hold. */
  private isPossible(term: Term): boolean {
    if (isGround(term)) return this.knowledge.has(term);
    if (term.kind !== "application") return true;
    if ((term.op === PAIR || this.values.constructors.has(term.op)) && term.args.every((arg) => this.isPossible(arg))) {
      return true;
    }
    for (const part of this.knowledge.parts.values()) {
      if (part.kind === "application" && part.op === term.op && match(term, part, this.values.matching) !== undefined) {
        return true;
      }
    }
    return false;
  }

  /** False when a match has brought in an agent that the exploration does not have. */
  private fits(term: Term, bound: Substitution): boolean {
    return variablesOf(term).every((v) => {
      const value = bound.get(v.key);
      return value?.kind !== "name" || !this.isForeign(value);
    });
  }

  private isForeign(name: Name): boolean {
    return name.sorts.includes(AGENT) && !name.fresh && !this.values.agents.some(({ key }) => key === name.key);
  }

  /** The values that are tried for a variable. */
  private fill(v: Variable, filling: Filling): readonly Term[] {
    const kind = `${filling} ${v.sorts.join()}`;
    const known = this.fillings.get(kind);
    if (known !== undefined) return known;
    const { matching, invented, agents, shapes } = this.values;
    const everything = mayHoldCompound(v, matching);
    const parts = [...this.knowledge.parts.values()].filter((part) =>
      part.kind === "name" ? !this.isForeign(part) && !isFunction(part, v) : everything && filling === "composed",
    );
    const values = new Map([...parts, ...agents, ...invented].map((term) => [term.key, term]));
    if (everything && filling === "composed") {
      for (const shape of shapes) {
        for (const bound of this.collect(shape, "atoms", INSTANCES_PER_SHAPE)) {
          const term = substitute(shape, bound);
          values.set(term.key, term);
        }
      }
    }
    const fitting = [...values.values()].filter((value) => admits(v, value, matching));
    this.fillings.set(kind, fitting);
    return fitting;
  }
}

/** The fillings of a variable that takes everything: atoms only, or also known parts and shapes. */
type Filling = "atoms" | "composed";

/** A function as a message is worth trying only where one is asked for. */
function isFunction(name: Name, v: Variable): boolean {
  return name.sorts.includes("Function") && !v.sorts.includes("Function");
}
