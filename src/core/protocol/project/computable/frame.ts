/**
 * Tells what a role can tell apart: two frames at once, the one of the run that its script describes and another one.
 *
 * Every term is had in both frames by the same steps. The frames are told apart when two ways to one term of the first
 * lead to different terms in the second, or when a step of the first is not possible in the second. Only steps that a role
 * can take are taken: tuples, rules, public operations that no rule opens, and keys that it can make. Written apart from
 * the projection, to look for tests that it should not have made.
 */
import { match } from "../../../term/match.ts";
import { normalise } from "../../../term/rewrite.ts";
import { substitute } from "../../../term/substitution.ts";
import {
  apply,
  type Application,
  isGround,
  occursIn,
  PAIR,
  subterms,
  type Term,
  variablesOf,
} from "../../../term/term.ts";
import type { Rewrite, Theory } from "../../../theory/theory.ts";

/** The abilities of a role beyond the rules. */
export interface Abilities {
  readonly theories: readonly Theory[];
  /** True for keys that the role can make once it has their parts. */
  readonly canMakeKey: (key: Application) => boolean;
  /** Operations that the role applies by itself: it has the results, so that it can compare them. */
  readonly ownOperations: ReadonlySet<string>;
}

/** A term in both frames. */
export type Both = readonly [here: Term, there: Term];

const FIRST_ROUND = 12;

export class Frame {
  private readonly known = new Map<string, Both>();
  private readonly abilities: Abilities;
  private readonly rules: readonly Rewrite[];
  private readonly comparable: ReadonlySet<string>;
  private readonly verified: ReadonlySet<string>;
  private differs = false;

  constructor(abilities: Abilities) {
    this.abilities = abilities;
    this.rules = abilities.theories.flatMap((theory) => theory.rewrites);
    const opened = new Set(this.rules.flatMap(listAround));
    const operations = abilities.theories.flatMap((theory) => theory.operations);
    this.verified = new Set(operations.flatMap(({ name, opens }) => (opens === "verified" ? [name] : [])));
    this.comparable = new Set(
      operations
        .filter(({ name, public: open }) => (open && !opened.has(name)) || abilities.ownOperations.has(name))
        .map(({ name }) => name),
    );
  }

  /** True when the role can tell the two frames apart after these terms. */
  tells(terms: readonly Both[]): boolean {
    for (const both of terms) this.add(both);
    for (let round = 0, size = -1; round < FIRST_ROUND && size !== this.known.size && !this.differs; round++) {
      size = this.known.size;
      for (const both of [...this.known.values()]) this.open(both);
    }
    for (const [here, there] of this.known.values()) {
      if (here.kind === "application" && this.build(here).some((other) => other.key !== there.key)) return true;
    }
    return this.differs;
  }

  private add([here, there]: Both): void {
    const before = this.known.get(here.key);
    if (before === undefined) this.known.set(here.key, [here, there]);
    else if (before[1].key !== there.key) this.differs = true;
  }

  private open([here, there]: Both): void {
    if (here.kind !== "application") return;
    if (here.op === PAIR) {
      if (there.kind !== "application" || there.op !== PAIR) this.differs = true;
      else for (const [i, part] of here.args.entries()) this.add([part, there.args[i] as Term]);
      return;
    }
    for (const rule of this.rules) this.apply(rule, [here, there]);
    if (this.verified.has(here.op)) this.verify(here, there);
  }

  /** Computes what the rule computes with the term as one of its arguments, in both frames. */
  private apply(rule: Rewrite, [here, there]: Both): void {
    const { left, right } = rule;
    if (left.kind !== "application") return;
    for (const [i, pattern] of left.args.entries()) {
      if (pattern.kind !== "application") continue;
      const bound = match(pattern, here, 2);
      if (bound === undefined) continue;
      const args = left.args.map((arg, j): Both | undefined => {
        if (j === i) return [here, there];
        const wanted = substitute(arg, bound);
        const [made] = isGround(wanted) ? this.make(wanted) : [];
        return made === undefined ? undefined : [wanted, made];
      });
      if (args.some((arg) => arg === undefined)) continue;
      const both = [0, 1].map((side) =>
        normalise(apply(left.op, ...args.map((arg) => (arg as Both)[side as 0 | 1])), this.rules),
      );
      const result = both[0] as Term;
      if (result.kind === "application" && result.op === left.op) continue;
      const isStuck = both[1]?.kind === "application" && both[1].op === left.op;
      // A destructor fails where it does not fit; a rule that builds something new gives some value or other.
      if (isStuck && left.args.some((arg) => occursIn(right, arg))) this.differs = true;
      else this.add([result, both[1] as Term]);
    }
  }

  private verify(here: Application, there: Term): void {
    const at = here.args.findIndex((arg) => arg.kind === "application" && arg.op === "sgk");
    const signing = here.args[at];
    if (signing?.kind !== "application") return;
    for (const key of this.make(apply("vk", ...signing.args))) {
      const isVerified =
        there.kind === "application" &&
        there.op === here.op &&
        key.kind === "application" &&
        key.op === "vk" &&
        apply("sgk", ...key.args).key === there.args[at]?.key;
      if (!isVerified) this.differs = true;
    }
  }

  /** The term of the other frame for every way to one of the first. */
  private make(here: Term): Term[] {
    const held = this.known.get(here.key);
    return [...(held === undefined ? [] : [held[1]]), ...this.build(here)];
  }

  private build(here: Term): Term[] {
    if (here.kind !== "application") return [];
    const { op } = here;
    const isKey = op === "pk" || op === "vk" || op === "sk" || op === "sgk" || op.startsWith("shk");
    const canApply = isKey ? this.abilities.canMakeKey(here) : op === PAIR || this.comparable.has(op);
    if (!canApply) return [];
    let ways: Term[][] = [[]];
    for (const arg of here.args) ways = ways.flatMap((way) => this.make(arg).map((made) => [...way, made]));
    return ways.map((args) => normalise(apply(op, ...args), this.rules));
  }
}

/** The operations around a rule's result, which the rule takes off. */
function listAround({ left, right }: Rewrite): string[] {
  if (left.kind !== "application" || variablesOf(right).length === 0) return [];
  return left.args.flatMap((arg) =>
    [...subterms(arg)].flatMap((part) =>
      part.kind === "application" && part.key !== right.key && occursIn(right, part) ? [part.op] : [],
    ),
  );
}
