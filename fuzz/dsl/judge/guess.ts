/**
 * Decides whether the intruder can verify a guess: in two worlds side by side, the guess is right in one and another
 * value in the other (static equivalence; Baudet, CCS 2005).
 *
 * By enumeration: what it makes of a term in the one world it makes of the same parts in the other. A guess is verified
 * by a term that comes out equal to one that the intruder has in the right world alone, or by an opening that succeeds
 * there alone.
 */
import type { Bound, Ground, Rule, Shape } from "./algebra.ts";
import { PAIR } from "./algebra.ts";
import type { Knowledge, Powers } from "./intruder.ts";

/** More values of one term in the other world are not looked at. */
const MOST = 6;

/** True when a guess of the term can be verified; of what was `received` the intruder has made itself what it can make. */
export function verifiesGuess(knowledge: Knowledge, guessed: Ground, received: ReadonlySet<Ground>): boolean {
  const answers = ANSWERS.get(knowledge.powers) ?? new Map<string, boolean>();
  ANSWERS.set(knowledge.powers, answers);
  const { drawn } = knowledge.powers;
  const own = [...received].filter(({ op }) => drawn.has(op));
  const key = `${guessed.id} of ${knowledge.name} with ${own
    .map(({ id }) => id)
    .sort()
    .join()}`;
  const known = answers.get(key);
  if (known !== undefined) return known;
  const told = new Worlds(knowledge, untuple(guessed), new Set(own)).areTold();
  answers.set(key, told);
  return told;
}

/** Many states have the same knowledge. */
const ANSWERS = new WeakMap<Powers, Map<string, boolean>>();

function untuple(term: Ground): Ground[] {
  return term.op === PAIR && term.sorts === undefined ? term.args.flatMap(untuple) : [term];
}

class Worlds {
  private readonly knowledge: Knowledge;
  private readonly guessed: readonly Ground[];
  private readonly own: ReadonlySet<Ground>;
  /** Terms from openings with the guess, each with its counterparts in the other world. */
  private readonly opened = new Map<Ground, Set<Ground>>();
  private made = new Map<Ground, readonly Ground[]>();
  private readonly terms: readonly Ground[];

  constructor(knowledge: Knowledge, guessed: readonly Ground[], own: ReadonlySet<Ground>) {
    this.own = own;
    this.knowledge = knowledge;
    this.guessed = guessed;
    this.terms = [...new Set([...knowledge.terms, ...guessed].flatMap(listParts))];
  }

  areTold(): boolean {
    for (let again = true; again; ) {
      again = false;
      this.made = new Map();
      const had = [...this.knowledge.terms, ...this.opened.keys()];
      if (had.some((term) => new Set(this.others(term)).size > 1)) return true;
      const { rules, weaknesses } = this.knowledge.powers.algebra;
      for (const rule of [...rules, ...weaknesses]) {
        const outcome = this.apply(rule);
        if (outcome === "told") return true;
        if (outcome === "more") again = true;
      }
    }
    return false;
  }

  /** Counterparts of the term in the other world, one for each way to make it; none if the intruder cannot make it. */
  private others(term: Ground): readonly Ground[] {
    const known = this.made.get(term);
    if (known !== undefined) return known;
    this.made.set(term, []);
    const found = new Set<Ground>(this.opened.get(term));
    const at = this.guessed.indexOf(term);
    if (at >= 0) found.add(this.knowledge.powers.algebra.atom(`other guess ${at}`, term.sorts ?? []));
    if (this.hasValue(term)) found.add(term);
    for (const made of this.compose(term)) if (found.size < MOST) found.add(made);
    this.made.set(term, [...found]);
    return [...found];
  }

  /** True for a term that the intruder has or makes; what draws randomness it has made nowhere, or has as it is. */
  private hasValue(term: Ground): boolean {
    const { drawn } = this.knowledge.powers;
    const isMade = (part: Ground): boolean =>
      part.sorts === undefined && drawn.has(part.op) && !this.own.has(part) && !this.knowledge.knows(part);
    return this.knowledge.derives(term) && (this.knowledge.knows(term) || !listParts(term).some(isMade));
  }

  private compose(term: Ground): Ground[] {
    if (term.sorts !== undefined) return [];
    const { algebra, privateOperations, eve, identityBased } = this.knowledge.powers;
    const { op, args } = term;
    const rebuild = (parts: readonly Ground[]): Ground[] =>
      choices(parts.map((part) => this.others(part))).map((others) => algebra.make(op, others));
    if (this.isMadeAgain(op)) return rebuild(args);
    if (privateOperations.has(op)) return [];
    // A key with an index: of Eve, or in a family in which everyone computes it.
    const [family, owner] = args as [Ground, Ground?];
    if (owner?.op !== PAIR || owner.sorts !== undefined) return [];
    const [agent, index] = owner.args as [Ground, Ground];
    const isOpen = agent === eve || ((op === "pk" || op === "vk") && identityBased.has(family.op));
    if (!isOpen) return [];
    return this.others(index).map((other) => algebra.make(op, [family, algebra.make(PAIR, [agent, other])]));
  }

  private isMadeAgain(op: string): boolean {
    const { applicable, drawn } = this.knowledge.powers;
    return op === PAIR || (applicable.has(op) && !drawn.has(op));
  }

  /** Applies a rule in both worlds in all ways. */
  private apply(rule: Rule): "told" | "more" | "nothing" {
    const { algebra } = this.knowledge.powers;
    let outcome: "told" | "more" | "nothing" = "nothing";
    this.choose(rule.given, [], (bound) => {
      const left = algebra.fill(rule.right, bound);
      const given = rule.given.map((shape) => algebra.fill(shape, bound));
      if (left === undefined || given.includes(undefined)) return false;
      for (const others of choices(rule.given.map((shape) => this.othersOf(shape, bound)))) {
        if (others.every((other, i) => other === given[i])) continue;
        const there: Bound = [];
        let right: Ground | undefined;
        algebra.matchAll(rule.given, others, there, () => (right = algebra.fill(rule.right, there)) !== undefined);
        if (right === undefined && rule.opens) outcome = "told";
        if (outcome === "told") return true;
        const made = right ?? (rule.root === undefined ? undefined : algebra.make(rule.root, others));
        if (made === undefined || this.others(left).includes(made)) continue;
        const there2 = this.opened.get(left) ?? new Set();
        if (there2.size >= MOST) continue;
        this.opened.set(left, there2.add(made));
        outcome = "more";
      }
      return false;
    });
    return outcome;
  }

  /** Counterparts of a part of a rule's left side in the other world; it may be composed around known terms. */
  private othersOf(shape: Shape, bound: Bound): readonly Ground[] {
    const { algebra } = this.knowledge.powers;
    const filled = algebra.fill(shape, bound);
    const whole = filled === undefined ? [] : this.others(filled);
    if (shape.is !== "op" || !this.isMadeAgain(shape.op)) return whole;
    const parts = choices(shape.args.map((arg) => this.othersOf(arg, bound)));
    return [...new Set([...whole, ...parts.map((others) => algebra.make(shape.op, others))])].slice(0, MOST);
  }

  /** Calls `then` for every way in which the shapes are terms that the intruder can make, until it says true. */
  private choose(shapes: readonly Shape[], bound: Bound, then: (bound: Bound) => boolean): boolean {
    const { algebra } = this.knowledge.powers;
    const next =
      shapes.find((shape) => shape.is === "op" && algebra.fill(shape, bound) === undefined) ??
      shapes.find((shape) => algebra.fill(shape, bound) === undefined);
    if (next === undefined) return then(bound);
    const rest = shapes.filter((shape) => shape !== next);
    for (const term of this.terms) {
      if (next.is === "any" && this.others(term).length === 0) continue;
      if (algebra.match(next, term, bound, () => this.choose(rest, bound, then))) return true;
    }
    // Or it is put together around what is known.
    return next.is === "op" && this.isMadeAgain(next.op) && this.choose([...next.args, ...rest], bound, then);
  }
}

/** The term and every part of it. */
export function listParts(term: Ground): Ground[] {
  return [term, ...term.args.flatMap(listParts)];
}

/** Every choice of one of each, a few at most. */
function choices<T>(lists: readonly (readonly T[])[]): T[][] {
  let found: T[][] = [[]];
  for (const list of lists) found = found.flatMap((some) => list.map((one) => [...some, one])).slice(0, 200);
  return found;
}
