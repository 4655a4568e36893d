/**
 * The intruder's knowledge: the closure of what it heard under the rules, by ground rewriting alone.
 *
 * A rule takes something apart when one of the terms that it takes, or a part of one that the intruder can put the rest
 * around, is known as such (the anchor) and everything else that it takes can be derived. Whatever has been derived can
 * explain itself as applications of operations, which `check.ts` follows one by one.
 */
import { AGENT, type Algebra, type Bound, contains, type Ground, PAIR, type Rule, type Shape } from "./algebra.ts";

/** The intruder's powers in one description. */
export interface Powers {
  readonly algebra: Algebra;
  /** Operations that anyone may apply; keys are not among them. */
  readonly applicable: ReadonlySet<string>;
  /** Those of them that draw randomness at each use: nobody makes the same value again. */
  readonly drawn: ReadonlySet<string>;
  /** Constants of agents: operations of one argument. */
  readonly privateOperations: ReadonlySet<string>;
  /** Families in which a name and an index give the public key. */
  readonly identityBased: ReadonlySet<string>;
  readonly eve: Ground;
  /** Known from the start. */
  readonly initial: readonly Ground[];
  readonly anchors: ReadonlyMap<string, readonly Anchor[]>;
  /** Rules whose result is newly built, by the operation of the result. */
  readonly building: ReadonlyMap<string, readonly Rule[]>;
  /** Operations that some rule or weakness takes apart or apart from. */
  readonly taken: ReadonlySet<string>;
}

interface Anchor {
  readonly rule: Rule;
  readonly shape: Shape & { readonly is: "op" };
  /** Further terms that must be derivable. */
  readonly others: readonly Shape[];
}

/** Why the intruder has a term. */
export type Proof =
  | { readonly by: "start" | "heard" | "agent" | "key" }
  | { readonly by: "part"; readonly of: Ground }
  | { readonly by: "apply"; readonly op: string; readonly args: readonly Ground[] }
  | { readonly by: "weakness"; readonly name: string; readonly given: readonly Ground[] };

/** Terms beyond this are not taken apart any more. */
const MOST_TERMS = 400;

const KEYS: ReadonlySet<string> = new Set(["pk", "sk", "vk", "sgk", "shk", "shk.directed"]);

/** The anchors of every rule and weakness, by their operation. */
export function listAnchors(algebra: Algebra, applicable: ReadonlySet<string>): Map<string, Anchor[]> {
  const found = new Map<string, Anchor[]>();
  for (const rule of [...algebra.rules, ...algebra.weaknesses]) {
    const visit = (shape: Shape, others: readonly Shape[]): void => {
      if (shape.is !== "op") return;
      const there = found.get(shape.op) ?? [];
      found.set(shape.op, [...there, { rule, shape, others }]);
      if (!applicable.has(shape.op) && shape.op !== PAIR) return;
      for (const [i, arg] of shape.args.entries()) visit(arg, [...shape.args.filter((_, j) => j !== i), ...others]);
    };
    for (const [i, shape] of rule.given.entries()) {
      visit(
        shape,
        rule.given.filter((_, j) => j !== i),
      );
    }
  }
  return found;
}

/** Operations that stand inside what some rule takes. */
export function listTaken({ rules, weaknesses }: Algebra): Set<string> {
  const found = new Set<string>();
  const visit = (shape: Shape): void => {
    if (shape.is !== "op") return;
    found.add(shape.op);
    for (const arg of shape.args) visit(arg);
  };
  for (const { given } of [...rules, ...weaknesses]) for (const shape of given) visit(shape);
  return found;
}

/** The rules that build their result anew, by its operation. */
export function listBuilding({ rules, weaknesses }: Algebra): Map<string, Rule[]> {
  const found = new Map<string, Rule[]>();
  for (const rule of [...rules, ...weaknesses]) {
    const { right } = rule;
    const isPart = rule.given.some((shape) => contains(shape, JSON.stringify(right)));
    if (right.is !== "op" || (isPart && rule.root !== undefined)) continue;
    found.set(right.op, [...(found.get(right.op) ?? []), rule]);
  }
  return found;
}

export class Knowledge {
  readonly powers: Powers;
  /** The messages that were heard, as a name: the same messages make the same knowledge. */
  readonly name: string;
  /** Everything known as such, in the order of learning. */
  readonly terms: Ground[];
  /** True when the closure was cut short. */
  wasCut = false;
  private readonly heard: readonly number[];
  private readonly why: Map<number, Proof>;
  private readonly derived = new Map<number, boolean>();
  private depth = 0;

  constructor(powers: Powers, heard: readonly Ground[] = [], before?: Knowledge) {
    this.powers = powers;
    const ids = [...(before?.heard ?? []), ...heard.map(({ id }) => id)].sort((a, b) => a - b);
    this.heard = ids;
    this.name = ids.join();
    this.terms = before === undefined ? [] : [...before.terms];
    this.why = new Map(before?.why);
    this.wasCut = before?.wasCut ?? false;
    if (before === undefined) for (const term of powers.initial) this.add(term, { by: "start" });
    for (const term of heard) this.add(term, { by: "heard" });
    this.close();
  }

  hear(term: Ground): Knowledge {
    return this.why.has(term.id) ? this : new Knowledge(this.powers, [term], this);
  }

  knows(term: Ground): boolean {
    return this.why.has(term.id);
  }

  /** True when the intruder can have the term. */
  derives(term: Ground): boolean {
    const known = this.derived.get(term.id);
    if (known !== undefined) return known;
    // Asked for again on the way to itself it is not derivable this way; what follows from that is not kept.
    this.derived.set(term.id, false);
    this.depth += 1;
    const found = this.why.has(term.id) || this.explain(term) !== undefined;
    this.depth -= 1;
    if (found) this.derived.set(term.id, true);
    else if (this.depth > 0) this.derived.delete(term.id);
    return found;
  }

  /** How the intruder has a term, one step; undefined when it has not. */
  explain(term: Ground): Proof | undefined {
    const known = this.why.get(term.id);
    if (known !== undefined) return known;
    if (term.sorts !== undefined) return term.sorts.includes(AGENT) ? { by: "agent" } : undefined;
    const { op, args } = term;
    if (KEYS.has(op)) return this.hasKey(op, args) ? { by: "key" } : this.build(term);
    if (this.powers.privateOperations.has(op)) return args[0] === this.powers.eve ? { by: "key" } : undefined;
    if ((op === PAIR || this.powers.applicable.has(op)) && args.every((arg) => this.derives(arg))) {
      return { by: "apply", op, args };
    }
    return this.build(term);
  }

  private hasKey(op: string, args: readonly Ground[]): boolean {
    const { eve, identityBased } = this.powers;
    const [family, owner, other] = args as [Ground, Ground, Ground?];
    if (op === "shk" || op === "shk.directed") return owner === eve || other === eve;
    const agent = owner.op === PAIR && owner.sorts === undefined ? (owner.args[0] as Ground) : owner;
    const index = agent === owner ? undefined : owner.args[1];
    if (index !== undefined && !this.derives(index)) return false;
    if (agent === eve) return true;
    if (op !== "pk" && op !== "vk") return false;
    return agent.sorts?.includes(AGENT) === true && (index === undefined || identityBased.has(family.op));
  }

  /** By a rule whose result has the term's operation. */
  private build(term: Ground): Proof | undefined {
    const { algebra, building } = this.powers;
    for (const rule of building.get(term.op) ?? []) {
      const bound: Bound = [];
      let proof: Proof | undefined;
      algebra.match(rule.right, term, bound, () => {
        this.solve(rule.given, bound, () => {
          this.fillRest(rule, bound, () => (proof ??= this.prove(rule, bound)));
          return proof !== undefined;
        });
        return proof !== undefined;
      });
      if (proof !== undefined) return proof;
    }
    return undefined;
  }

  private prove(rule: Rule, bound: Bound): Proof {
    const given = rule.given.map((shape) => this.powers.algebra.fill(shape, bound) as Ground);
    return rule.root === undefined
      ? { by: "weakness", name: rule.name, given }
      : { by: "apply", op: rule.root, args: given };
  }

  private add(term: Ground, proof: Proof): boolean {
    if (this.why.has(term.id)) return false;
    if (this.terms.length >= MOST_TERMS) {
      this.wasCut = true;
      return false;
    }
    this.why.set(term.id, proof);
    this.terms.push(term);
    this.derived.clear();
    return true;
  }

  private close(): void {
    for (let again = true; again; ) {
      again = false;
      for (let i = 0; i < this.terms.length; i++) {
        const term = this.terms[i] as Ground;
        if (term.sorts !== undefined) continue;
        if (term.op === PAIR) {
          for (const part of term.args) if (this.add(part, { by: "part", of: term })) again = true;
        }
        for (const anchor of this.powers.anchors.get(term.op) ?? []) if (this.open(term, anchor)) again = true;
      }
    }
  }

  private open(term: Ground, { rule, shape, others }: Anchor): boolean {
    const { algebra, taken, applicable } = this.powers;
    const isBuilt = rule.right.is === "op" && !rule.opens;
    if (isBuilt && !taken.has((rule.right as Shape & { is: "op" }).op)) return false;
    const bound: Bound = [];
    let isNew = false;
    algebra.match(shape, term, bound, () => {
      this.solve(others, bound, () => {
        this.fillRest(rule, bound, () => {
          const gained = algebra.fill(rule.right, bound);
          if (gained === undefined || this.why.has(gained.id)) return;
          const isPlain = gained.sorts === undefined && applicable.has(gained.op);
          if (isPlain && gained.args.every((arg) => this.derives(arg))) return;
          if (this.add(gained, this.prove(rule, bound))) isNew = true;
        });
        return false;
      });
      return false;
    });
    return isNew;
  }

  /** Tries every known atom for a variable of the result that nothing has bound; any known term does for the others. */
  private fillRest(rule: Rule, bound: Bound, then: () => void): void {
    const open = [...Array(rule.variables).keys()].find((index) => bound[index] === undefined);
    if (open === undefined) {
      then();
      return;
    }
    const text = JSON.stringify(rule.right);
    const place = [...rule.given].map((shape) => findVariable(shape, open)).find((shape) => shape !== undefined);
    const sorts = place?.sorts ?? [];
    for (const term of this.terms) {
      if (term.sorts === undefined || !this.powers.algebra.admits(sorts, term)) continue;
      bound[open] = term;
      this.fillRest(rule, bound, then);
      bound[open] = undefined;
      if (!text.includes(`"index":${open},`)) return;
    }
  }

  /** Calls `then` for every way in which all shapes are derivable, until it says true. Variables may stay open. */
  private solve(shapes: readonly Shape[], bound: Bound, then: () => boolean): boolean {
    const { algebra } = this.powers;
    const ready = shapes.find((shape) => algebra.fill(shape, bound) !== undefined);
    if (ready !== undefined) {
      const rest = shapes.filter((shape) => shape !== ready);
      return this.derives(algebra.fill(ready, bound) as Ground) && this.solve(rest, bound, then);
    }
    const next = shapes.find((shape) => shape.is === "op");
    if (next === undefined || next.is !== "op") return then();
    const rest = shapes.filter((shape) => shape !== next);
    for (let i = 0; i < this.terms.length; i++) {
      const term = this.terms[i] as Ground;
      if (term.op !== next.op || term.sorts !== undefined) continue;
      if (algebra.match(next, term, bound, () => this.solve(rest, bound, then))) return true;
    }
    const canApply = next.op === PAIR || this.powers.applicable.has(next.op);
    return canApply && this.solve([...next.args, ...rest], bound, then);
  }
}

function findVariable(shape: Shape, index: number): (Shape & { readonly is: "any" }) | undefined {
  if (shape.is === "any") return shape.index === index ? shape : undefined;
  for (const arg of shape.args) {
    const found = findVariable(arg, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
