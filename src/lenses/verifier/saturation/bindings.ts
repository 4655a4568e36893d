/**
 * Unification of clauses' terms: a triangular substitution with class masks and occurs check.
 *
 * Two clauses meet with their variables apart: those of the second are shifted by `SHIFT` (`shiftNode`).
 */
import { isVariable, makeNode, makeVariable, type Node, sameNode, variableId } from "./node.ts";
import { COMPOUND, type Vocabulary } from "./vocabulary.ts";

/** The number from which the variables of the second clause count. */
export const SHIFT = 512;

/** A clause of as many variables as `SHIFT` or more: it cannot meet others, and leaving it out would prove too much. */
export class TooManyVariables extends Error {
  override readonly name = "TooManyVariables";
}

/** The node with its variables moved out of the way of another clause's. */
export function shiftNode(node: Node): Node {
  if (!node.open) return node;
  if (isVariable(node)) return makeVariable(variableId(node) + SHIFT);
  return makeNode(node.symbol, node.args.map(shiftNode));
}

export class Bindings {
  /** Nodes looked at so far: what the work is counted in. */
  steps = 0;
  private readonly values: (Node | undefined)[] = [];
  private readonly masks: number[] = [];
  private readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Forgets everything; then variables 0.. take `left`, SHIFT.. take `right`. */
  reset(left: readonly number[], right: readonly number[]): void {
    this.values.length = 0;
    this.masks.length = 0;
    for (let i = 0; i < left.length; i++) this.masks[i] = left[i] as number;
    for (let i = 0; i < right.length; i++) this.masks[SHIFT + i] = right[i] as number;
  }

  /** The mask of values that a variable still takes. */
  maskOf(id: number): number {
    return this.masks[id] as number;
  }

  /** The node that a variable stands for so far. */
  walk(node: Node): Node {
    let at = node;
    while (at.symbol < 0) {
      const next = this.values[-1 - at.symbol];
      if (next === undefined) return at;
      at = next;
    }
    return at;
  }

  /** Makes two nodes equal; false, with the bindings spoilt, when they cannot be. */
  unify(left: Node, right: Node): boolean {
    this.steps++;
    const a = this.walk(left);
    const b = this.walk(right);
    if (a === b) return true;
    if (a.symbol < 0) return b.symbol < 0 ? this.merge(a, b) : this.bind(a, b);
    if (b.symbol < 0) return this.bind(b, a);
    if (a.symbol !== b.symbol || a.args.length !== b.args.length) return false;
    if (!a.open && !b.open && a.size !== b.size) return false;
    for (let i = 0; i < a.args.length; i++) if (!this.unify(a.args[i] as Node, b.args[i] as Node)) return false;
    return true;
  }

  /** True when two nodes are equal under the bindings as they are. */
  areEqual(left: Node, right: Node): boolean {
    const a = this.walk(left);
    const b = this.walk(right);
    if (a === b) return true;
    if (a.symbol !== b.symbol || a.args.length !== b.args.length) return false;
    return a.args.every((arg, i) => this.areEqual(arg, b.args[i] as Node));
  }

  private merge(a: Node, b: Node): boolean {
    const one = variableId(a);
    const other = variableId(b);
    if (one === other) return true;
    const mask = (this.masks[one] as number) & (this.masks[other] as number);
    if (mask === 0) return false;
    this.masks[one] = mask;
    this.values[other] = a;
    return true;
  }

  private bind(variable: Node, value: Node): boolean {
    const id = variableId(variable);
    if (((this.masks[id] as number) & this.vocabulary.maskOf(value.symbol)) === 0) return false;
    if (value.open && this.occurs(id, value)) return false;
    this.values[id] = value;
    return true;
  }

  private occurs(id: number, node: Node): boolean {
    if (!node.open) return false;
    const at = this.walk(node);
    if (at.symbol < 0) return variableId(at) === id;
    return at.args.some((arg) => this.occurs(id, arg));
  }
}

/** One-way matching of a pattern, whose variables take what `masks` says, against a node that stays as it is. */
export class Matcher {
  /** Nodes looked at so far: what the work is counted in. */
  steps = 0;
  private readonly values: (Node | undefined)[] = [];
  private readonly trail: number[] = [];
  private readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  reset(): void {
    this.values.length = 0;
    this.trail.length = 0;
  }

  /** How much has been bound so far, for `undo`. */
  get mark(): number {
    return this.trail.length;
  }

  undo(mark: number): void {
    while (this.trail.length > mark) this.values[this.trail.pop() as number] = undefined;
  }

  valueOf(id: number): Node | undefined {
    return this.values[id];
  }

  /** Extends the match; false, with some of it bound, when it cannot be. */
  match(pattern: Node, node: Node, masks: readonly number[], masksOfNode: readonly number[]): boolean {
    this.steps++;
    if (pattern.symbol < 0) {
      const id = variableId(pattern);
      const value = this.values[id];
      if (value !== undefined) return sameNode(value, node);
      const taken = node.symbol < 0 ? (masksOfNode[variableId(node)] as number) : this.vocabulary.maskOf(node.symbol);
      if ((taken & ~(masks[id] as number)) !== 0) return false;
      this.values[id] = node;
      this.trail.push(id);
      return true;
    }
    if (pattern.symbol !== node.symbol || pattern.args.length !== node.args.length) return false;
    if (pattern.size > node.size) return false;
    for (let i = 0; i < pattern.args.length; i++) {
      if (!this.match(pattern.args[i] as Node, node.args[i] as Node, masks, masksOfNode)) return false;
    }
    return true;
  }
}

/** True when some instance of the node is compound. */
export function mayBeCompound(mask: number): boolean {
  return (mask & COMPOUND) !== 0;
}
