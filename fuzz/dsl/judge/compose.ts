/**
 * The messages that the intruder can give to a receive: what it knows and fits, and what it can put together.
 *
 * A place for an atom is tried with every known atom of its sort, a part that is taken unread with what is known and with
 * instances of what is intended there. Both are bounded; `wasCut` says when something was left out.
 */
import { type Algebra, AGENT, type Ground } from "./algebra.ts";
import { accept, type Cast, compute, type Frame, type OpenFrame, sealingKey } from "./execute.ts";
import type { Knowledge } from "./intruder.ts";
import type { Pattern, Recipe } from "./program.ts";

export interface Limits {
  /** Messages for one receive. */
  readonly messages: number;
  /** Values for one part that is taken unread. */
  readonly values: number;
}

export class Composer {
  wasCut = false;
  private readonly algebra: Algebra;
  private readonly knowledge: Knowledge;
  private readonly limits: Limits;
  private readonly agents: readonly Ground[];
  private cast: Cast | undefined;
  private frame: OpenFrame = [];

  constructor(algebra: Algebra, knowledge: Knowledge, agents: readonly Ground[], limits: Limits) {
    this.algebra = algebra;
    this.knowledge = knowledge;
    this.agents = agents;
    this.limits = limits;
  }

  /** Distinct messages for a receive of a run. */
  list(cast: Cast, frame: Frame, pattern: Pattern): Ground[] {
    const found = new Set<Ground>();
    this.cast = cast;
    this.frame = [...frame];
    this.produce(pattern, (message) => {
      if (found.size < this.limits.messages) found.add(message);
      else this.wasCut = true;
      return this.wasCut && found.size >= this.limits.messages;
    });
    return [...found];
  }

  /** The known atoms for a place with these sorts. */
  atoms(sorts: readonly string[]): Ground[] {
    return this.knowledge.terms.filter((term) => term.sorts !== undefined && this.algebra.admits(sorts, term));
  }

  private value(recipe: Recipe): Ground | undefined {
    return compute(this.algebra, this.cast as Cast, this.frame, recipe);
  }

  private produce({ slot, must }: Pattern, then: (term: Ground) => boolean): boolean {
    const give = (term: Ground): boolean => {
      if (slot === undefined) return then(term);
      const before = this.frame[slot];
      this.frame[slot] = term;
      const done = then(term);
      this.frame[slot] = before;
      return done;
    };
    switch (must.is) {
      case "anything":
        if (must.sorts.length > 0) return this.atoms(must.sorts).some(give);
        return this.unread(must.intended).some(give);
      case "equal": {
        const value = this.value(must.to);
        if (value === undefined) this.wasCut = true;
        return value !== undefined && this.knowledge.derives(value) && give(value);
      }
      case "tuple":
        return this.produceAll(order(must.parts), [], (terms) =>
          give(this.algebra.tuple(must.parts.map((part) => terms.get(part) as Ground))),
        );
      case "box": {
        const key = this.value(must.key);
        if (key === undefined) this.wasCut = true;
        const seal = key === undefined ? undefined : sealingKey(this.algebra, must.op, key);
        if (seal === undefined) return false;
        return this.replay(must.op, seal, must.body, give) || this.seal(must.op, seal, must.body, give);
      }
      default:
        return must satisfies never;
    }
  }

  private produceAll(
    parts: readonly Pattern[],
    made: readonly (readonly [Pattern, Ground])[],
    then: (terms: ReadonlyMap<Pattern, Ground>) => boolean,
  ): boolean {
    const [part, ...rest] = parts;
    if (part === undefined) return then(new Map(made));
    return this.produce(part, (term) => this.produceAll(rest, [...made, [part, term]], then));
  }

  private replay(op: string, seal: Ground, body: Pattern, then: (term: Ground) => boolean): boolean {
    for (const term of this.knowledge.terms) {
      if (term.op !== op || term.args[1] !== seal) continue;
      const before = this.frame;
      this.frame = [...before];
      const fits = accept(this.algebra, this.cast as Cast, this.frame, body, term.args[0] as Ground);
      const done = fits && then(term);
      this.frame = before;
      if (done) return true;
    }
    return false;
  }

  private seal(op: string, seal: Ground, body: Pattern, then: (term: Ground) => boolean): boolean {
    if (!this.knowledge.derives(seal)) return false;
    return this.produce(body, (inside) => then(this.algebra.make(op, [inside, seal])));
  }

  /** Lists what to try for a part that is taken unread, the likeliest first. */
  private unread(intended: Ground | undefined): Ground[] {
    const { terms } = this.knowledge;
    const alike = intended === undefined ? [] : terms.filter((term) => isAlike(term, intended));
    const made = intended === undefined ? [] : this.instances(intended, 4);
    const atoms = terms.filter((term) => term.sorts !== undefined && !term.sorts.includes(AGENT));
    const all = [...new Set([...alike.reverse(), ...made, ...atoms.reverse(), ...[...terms].reverse()])];
    if (all.length > this.limits.values) this.wasCut = true;
    return all.slice(0, this.limits.values);
  }

  /** Some terms of this form that the intruder can have. */
  private instances(intended: Ground, most: number): Ground[] {
    if (intended.sorts !== undefined) {
      if (intended.op.startsWith("@")) return this.agentsFor(intended.op.slice(1)).slice(0, most);
      if (intended.sorts.includes("Family")) return [intended];
      return this.atoms(intended.sorts).reverse().slice(0, most);
    }
    const known = this.knowledge.terms.filter((term) => isAlike(term, intended)).reverse();
    const choices = intended.args.map((arg) => this.instances(arg, Math.max(2, most - 1)));
    const combined = choices.reduce<Ground[][]>(
      (all, next) => all.flatMap((one) => next.map((item) => [...one, item])).slice(0, 24),
      [[]],
    );
    const made = combined
      .filter((args) => args.length === intended.args.length)
      .map((args) => this.algebra.make(intended.op, args))
      .filter((term) => this.knowledge.derives(term));
    return [...new Set([...known, ...made])].slice(0, most);
  }

  private agentsFor(role: string): Ground[] {
    const own = this.cast?.agents.get(role);
    return [...(own === undefined ? [] : [own]), ...this.agents.filter((agent) => agent !== own)];
  }
}

function isAlike(term: Ground, intended: Ground): boolean {
  return term.sorts === undefined && intended.sorts === undefined && term.op === intended.op;
}

const ORDERED = new WeakMap<readonly Pattern[], readonly Pattern[]>();

/** The parts of a tuple, those that others compare with before them. */
function order(parts: readonly Pattern[]): readonly Pattern[] {
  const known = ORDERED.get(parts);
  if (known !== undefined) return known;
  const left = parts.map((part) => ({ part, binds: new Set<number>(), needs: new Set<number>() }));
  for (const { part, binds, needs } of left) collect(part, binds, needs);
  const sorted: Pattern[] = [];
  while (left.length > 0) {
    const at = left.findIndex((one) =>
      [...one.needs].every((slot) => !left.some((other) => other !== one && other.binds.has(slot))),
    );
    sorted.push(...left.splice(Math.max(0, at), 1).map(({ part }) => part));
  }
  ORDERED.set(parts, sorted);
  return sorted;
}

function collect({ slot, must }: Pattern, binds: Set<number>, needs: Set<number>): void {
  if (slot !== undefined) binds.add(slot);
  switch (must.is) {
    case "anything":
      return;
    case "equal":
      slotsIn(must.to, needs);
      return;
    case "tuple":
      for (const part of must.parts) collect(part, binds, needs);
      return;
    case "box":
      slotsIn(must.key, needs);
      collect(must.body, binds, needs);
      return;
    default:
      must satisfies never;
  }
}

function slotsIn(recipe: Recipe, into: Set<number>): void {
  if (recipe.is === "slot") into.add(recipe.slot);
  if (recipe.is === "part") slotsIn(recipe.of, into);
  if (recipe.is === "apply") for (const arg of recipe.args) slotsIn(arg, into);
}
