/**
 * Sorted unification by binding variables in place, to be undone.
 *
 * Most general unifiers with occurs check; two variables whose sorts overlap without one containing the other are both
 * bound to a new variable of the common sorts. Follows Robinson (1965) in the triangular form of Baader and Snyder,
 * "Unification theory" (2001), section 2. At most one `Bindings` of a bank has variables bound at a time.
 */
import type { Matching } from "../../../core/term/sorts.ts";
import type { Bank } from "./bank.ts";
import type { Node } from "./node.ts";

export class Bindings {
  private readonly bank: Bank;
  private readonly bound: Node[] = [];
  /** The bits of the variables that are bound. */
  private mask = 0;
  /** Counts the states of the bindings, so that nodes know when their image is out of date. */
  private moment = 1;

  constructor(bank: Bank) {
    this.bank = bank;
  }

  get isEmpty(): boolean {
    return this.bound.length === 0;
  }

  /** Binds variables so that the terms become equal; false when they cannot, and then everything must be undone. */
  unify(left: Node, right: Node, matching: Matching): boolean {
    const before = this.bound.length;
    if (!this.solve(left, right, matching)) return false;
    if (this.bound.length === before) return true;
    this.moment++;
    for (let i = before; i < this.bound.length; i++) this.resolve(this.bound[i] as Node);
    return true;
  }

  /** True when a variable of the term may be bound. */
  changes(node: Node): boolean {
    return (node.mask & this.mask) !== 0;
  }

  /** The bits of the variables bound by now. */
  get changed(): number {
    return this.mask;
  }

  /** The term with every bound variable replaced. */
  resolve(node: Node): Node {
    if ((node.mask & this.mask) === 0) return node;
    if (node.imageAt === this.moment) return node.image as Node;
    if (node.kind === "variable") return this.resolveVariable(node);
    const image = this.rebuild(node);
    node.imageAt = this.moment;
    node.image = image;
    return image;
  }

  /** Makes all variables free again. */
  undo(): void {
    if (this.bound.length === 0) return;
    for (const v of this.bound) v.value = undefined;
    this.bound.length = 0;
    this.mask = 0;
    this.moment++;
  }

  private rebuild(node: Node): Node {
    const { args } = node;
    if (args.length === 2) {
      const first = this.resolve(args[0] as Node);
      const second = this.resolve(args[1] as Node);
      return first === args[0] && second === args[1] ? node : this.bank.applyToTwo(node.op, first, second);
    }
    let next: Node[] | undefined;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] as Node;
      const image = this.resolve(arg);
      if (next === undefined && image !== arg) next = args.slice(0, i);
      next?.push(image);
    }
    return next === undefined ? node : this.bank.apply(node.op, next);
  }

  private resolveVariable(v: Node): Node {
    if (v.value === undefined) return v;
    const image = this.resolve(v.value);
    v.imageAt = this.moment;
    v.image = image;
    return image;
  }

  private solve(left: Node, right: Node, matching: Matching): boolean {
    const a = walk(left);
    const b = walk(right);
    if (a === b) return true;
    if (a.kind === "variable") return b.kind === "variable" ? this.merge(a, b, matching) : this.bind(a, b, matching);
    if (b.kind === "variable") return this.bind(b, a, matching);
    if (a.op !== b.op || (a.ground && b.ground) || a.kind === "name" || b.kind === "name") return false;
    const { args } = a;
    if (args.length !== b.args.length) return false;
    for (let i = 0; i < args.length; i++) {
      if (!this.solve(args[i] as Node, b.args[i] as Node, matching)) return false;
    }
    return true;
  }

  private bind(v: Node, value: Node, matching: Matching): boolean {
    if (!this.bank.sorts.admits(v, value, matching) || this.occurs(v, value)) return false;
    this.set(v, value);
    return true;
  }

  /** True when the term would contain the free variable. Asked before every binding: two terms can be cyclic together. */
  private occurs(v: Node, node: Node): boolean {
    if ((node.mask & (v.mask | this.mask)) === 0) return false;
    const at = walk(node);
    return at === v || at.args.some((arg) => this.occurs(v, arg));
  }

  private merge(a: Node, b: Node, matching: Matching): boolean {
    const { sorts } = this.bank;
    const common = sorts.mergedNumber(a, b, matching);
    if (common === undefined) return false;
    if (common === a.leaf?.sort) this.set(b, a);
    else if (common === b.leaf?.sort) this.set(a, b);
    else {
      const both = this.bank.makeVariable(a, "pattern", common);
      this.set(a, both);
      this.set(b, both);
    }
    return true;
  }

  private set(v: Node, value: Node): void {
    v.value = value;
    this.bound.push(v);
    this.mask |= v.mask;
  }
}

function walk(node: Node): Node {
  let at = node;
  while (at.value !== undefined) at = at.value;
  return at;
}
