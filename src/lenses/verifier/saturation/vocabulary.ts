/**
 * The symbols of one model, and which atoms a variable takes.
 *
 * Atoms fall into classes: those with the same sorts, made by runs or given, honest or dishonest as agents. A variable is
 * a bit mask over the classes, with one more bit for compound terms and one for run numbers. Whether a class belongs to
 * a mask is asked of `term/sorts.ts`, so every matching mode means here what it means in the search.
 */
import type { Prepared } from "../prepare.ts";
import { termsOf } from "../../../core/protocol/ir/event.ts";
import { admits, isStrictAgent, mayHoldCompound } from "../../../core/term/sorts.ts";
import {
  AGENT,
  constant,
  freshName,
  type Name,
  PAIR,
  subterms,
  type Term,
  type Variable,
} from "../../../core/term/term.ts";
import { makeNode, type Node } from "./node.ts";

/** The bit of compound terms. */
export const COMPOUND = 1;

/** The bit of the numbers of runs. */
export const RUN = 2;

/** Bits left for classes of atoms. */
const CLASSES = 28;

interface AtomClass {
  readonly example: Name;
  readonly bit: number;
  readonly isDishonest: boolean;
}

/** The model has more kinds of atoms than a mask can tell apart. */
export class TooManySorts extends Error {
  override readonly name = "TooManySorts";
}

export class Vocabulary {
  /** The pairing operation. */
  readonly pair: number;
  /** Constants that the intruder knows from the start. */
  readonly known = new Set<number>();
  /** Atoms that no clause can ever conclude: a need for one is never met. */
  readonly hopeless = new Set<number>();
  /** Classes of which the intruder knows every atom. */
  publicMask = 0;
  private readonly symbols = new Map<string, number>();
  private readonly masks: number[] = [];
  private readonly classes = new Map<string, AtomClass>();
  readonly pulse: Prepared["pulse"];
  /** The limits that clauses are kept within. */
  readonly budgets: Prepared["budgets"];
  private readonly prepared: Prepared;
  private dishonest = 0;

  /** Throws TooManySorts. */
  constructor(prepared: Prepared) {
    this.prepared = prepared;
    this.pulse = prepared.pulse;
    this.budgets = prepared.budgets;
    this.pair = this.operation(PAIR);
    this.noteClass(constant("", [AGENT]), false);
    for (const agent of prepared.model.untrusted) this.noteClass(agent, true);
    for (const term of mentioned(prepared)) {
      this.pulse.beat();
      for (const part of subterms(term)) {
        if (part.kind === "name") this.noteClass(part, prepared.untrusted.has(part.key));
        if (part.kind === "variable") this.noteVariable(part);
      }
    }
    for (const { from, yields } of prepared.deductions.syntheses) {
      if (from.length > 0) continue;
      if (yields.kind === "variable") this.publicMask |= this.constantsOf(yields);
      else if (yields.kind === "name") this.known.add(this.constant(yields));
    }
  }

  /** The symbol of an operation. */
  operation(name: string): number {
    return this.symbol(`o ${name}`, COMPOUND);
  }

  /** The symbol of a constant. */
  constant(name: Name): number {
    return this.symbol(name.key, this.classOf(name).bit);
  }

  /** The symbol of a role's fresh name, which takes the run as arguments. */
  fresh(owner: string, name: Name): number {
    return this.symbol(`${owner} ${name.key}`, this.classOf(name).bit);
  }

  /** A constant that numbers a run. */
  run(name: string): Node {
    return makeNode(this.symbol(`run ${name}`, RUN));
  }

  /** The bit of what a symbol makes. */
  maskOf(symbol: number): number {
    return this.masks[symbol] as number;
  }

  /** The values that a variable takes. */
  maskOfVariable(v: Variable): number {
    const { matching } = this.prepared;
    let mask = mayHoldCompound(v, matching) ? COMPOUND : 0;
    for (const { example, bit } of this.classes.values()) if (admits(v, example, matching)) mask |= bit;
    return mask;
  }

  /** Gives the mask of a role's agent variable: no dishonest agent where the role must be played honestly. */
  maskOfAgent(v: Variable, played: "honestly" | "by anyone"): number {
    const atoms = this.maskOfVariable(v) & ~COMPOUND;
    return played === "honestly" ? atoms & ~this.dishonest : atoms;
  }

  /** True when the intruder has the term whatever its variables come to be, or can choose a value for them. */
  isPublic(node: Node, mask: number): boolean {
    if (node.symbol >= 0) return this.known.has(node.symbol) || (this.maskOf(node.symbol) & ~this.publicMask) === 0;
    return (mask & ~this.publicMask) === 0;
  }

  private constantsOf(v: Variable): number {
    let mask = 0;
    for (const { example, bit } of this.classes.values()) if (!example.fresh && admits(v, example, 0)) mask |= bit;
    return mask;
  }

  private symbol(key: string, mask: number): number {
    const known = this.symbols.get(key);
    if (known !== undefined) return known;
    const symbol = this.masks.length;
    this.symbols.set(key, symbol);
    this.masks.push(mask);
    return symbol;
  }

  private classOf(name: Name): AtomClass {
    const found = this.classes.get(classKey(name, this.prepared.untrusted.has(name.key)));
    if (found === undefined) throw new Error(`classOf: ${name.name} is not in the model`);
    return found;
  }

  /** No agent plays a trusted role and another one, so agents have one sort each. */
  private noteVariable({ sorts }: Variable): void {
    if (!isStrictAgent(sorts)) this.noteClass(constant("", sorts), false);
    else for (const sort of sorts) this.noteClass(constant("", [sort]), false);
  }

  private noteClass(name: Name, isDishonest: boolean): void {
    const key = classKey(name, isDishonest);
    if (this.classes.has(key)) return;
    if (this.classes.size >= CLASSES) throw new TooManySorts("a model with more than 28 kinds of atoms");
    const bit = 1 << (this.classes.size + 2);
    const example = name.fresh ? freshName("", name.sorts) : constant("", name.sorts);
    this.classes.set(key, { example, bit, isDishonest });
    if (isDishonest) this.dishonest |= bit;
  }
}

function classKey(name: Name, isDishonest: boolean): string {
  return `${name.fresh ? "fresh" : "given"} ${isDishonest ? "dishonest" : ""} ${[...name.sorts].sort().join()}`;
}

function mentioned({ scripts, deductions, model }: Prepared): Term[] {
  return [
    ...scripts.flatMap(({ role, agents, stuck }) => [
      ...agents,
      ...role.variables,
      ...role.fresh,
      ...stuck,
      ...role.events.flatMap(termsOf),
    ]),
    ...deductions.analyses.flatMap(({ from, using, yields, unless }) => [
      from,
      ...using,
      yields,
      ...unless.flatMap(({ term, pattern }) => [term, pattern]),
    ]),
    ...deductions.syntheses.flatMap(({ from, yields }) => [...from, yields]),
    ...model.untrusted,
  ];
}
