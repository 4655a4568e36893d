/**
 * The bank of one search: makes every compound term once, and forgets terms in the reverse order of their making.
 *
 * Invariant: two live nodes are the same term exactly when they are the same object. What a depth-first search makes
 * below a pattern is released when it leaves the pattern (`mark`, `release`), so memory is bounded by the depth; whatever
 * is kept longer than what it was made for and may point to released nodes is registered with `remember` and forgotten
 * with them. Hash consing after Goto (1974); Filliâtre and Conchon, "Type-safe modular hash-consing" (2006).
 */
import { apply, type Name, PAIR, type Term, type Variable, variable } from "../../../core/term/term.ts";
import { NO_PULSE, type Pulse } from "../pulse.ts";
import type { Leaf, Node } from "./node.ts";
import { SortTable } from "./sort-table.ts";

const NO_ARGS: readonly Node[] = [];
const FIRST_BUCKETS = 1 << 12;

/** Where the bank stood: an argument for `release`. */
export interface Mark {
  readonly nodes: number;
  readonly slots: number;
}

/** The number of the operation that builds tuples, in every bank. */
export const PAIR_OP = 0;

export class Bank {
  readonly sorts = new SortTable();
  private readonly ops = new Map<string, number>([[PAIR, PAIR_OP]]);
  private readonly opNames: string[] = [PAIR];
  private readonly leaves = new Map<string, Node>();
  private leafCount = 0;
  private readonly made: Node[] = [];
  private buckets: (Node | undefined)[] = new Array<Node | undefined>(FIRST_BUCKETS).fill(undefined);
  private readonly owners: unknown[][] = [];
  private readonly indices: number[] = [];
  readonly pulse: Pulse;

  /** A search in this bank is broken off by the pulse. */
  constructor(pulse: Pulse = NO_PULSE) {
    this.pulse = pulse;
  }

  /** The number of an operation. */
  op(name: string): number {
    const known = this.ops.get(name);
    if (known !== undefined) return known;
    const op = this.opNames.length;
    this.ops.set(name, op);
    this.opNames.push(name);
    return op;
  }

  /** The node of a term; its names and variables are the same nodes whenever their keys are the same. */
  intern(term: Term): Node {
    if (term.kind !== "application") return this.internLeaf(term);
    return this.apply(
      this.op(term.op),
      term.args.map((arg) => this.intern(arg)),
    );
  }

  /** The application of an operation to terms. */
  apply(op: number, args: readonly Node[]): Node {
    let hash = op + 1;
    for (let i = 0; i < args.length; i++) hash = mix(hash, args[i] as Node);
    hash = spread(hash);
    search: for (let node = this.buckets[hash & (this.buckets.length - 1)]; node !== undefined; node = node.next) {
      if (node.hash !== hash || node.op !== op || node.args.length !== args.length) continue;
      for (let i = 0; i < args.length; i++) if (node.args[i] !== args[i]) continue search;
      return node;
    }
    return this.add(op, args, hash);
  }

  /** As `apply` on two terms, which is what most operations take. */
  applyToTwo(op: number, first: Node, second: Node): Node {
    const hash = spread(mix(mix(op + 1, first), second));
    for (let node = this.buckets[hash & (this.buckets.length - 1)]; node !== undefined; node = node.next) {
      if (node.hash !== hash || node.op !== op || node.args.length !== 2) continue;
      if (node.args[0] === first && node.args[1] === second) return node;
    }
    return this.add(op, [first, second], hash);
  }

  /** A new variable like `from`, unequal to all others; a template is one that matching may give values to; `sort` is a number of sorts. */
  makeVariable(from: Node, use: "pattern" | "template", sort = from.leaf?.sort as number): Node {
    const { term } = from.leaf as Leaf;
    return this.makeLeaf("variable", { term, sort, isTemplate: use === "template", slot: -1 });
  }

  /** A placeholder for what a script's `slot`th variable or fresh name becomes in a run. */
  makePlaceholder(leaf: Name | Variable, slot: number): Node {
    return this.makeLeaf("variable", { term: leaf, sort: this.sorts.number(leaf.sorts), isTemplate: true, slot });
  }

  /** The node of a term with other leaves. */
  mapTerm(term: Term, change: (leaf: Name | Variable) => Node): Node {
    if (term.kind !== "application") return change(term);
    const args = term.args.map((arg) => this.mapTerm(arg, change));
    return this.apply(this.op(term.op), args);
  }

  /** The term of a node; `replace` gives the leaves, where they should be others. */
  toTerm(node: Node, replace: (leaf: Node) => Term | undefined = () => undefined): Term {
    if (node.kind !== "application") return replace(node) ?? this.leafTerm(node);
    return apply(this.opNames[node.op] as string, ...node.args.map((arg) => this.toTerm(arg, replace)));
  }

  mark(): Mark {
    return { nodes: this.made.length, slots: this.owners.length };
  }

  /** Forgets every compound term made since the mark, and every remembered slot that may hold one. */
  release(mark: Mark): void {
    for (let i = this.owners.length - 1; i >= mark.slots; i--) {
      (this.owners[i] as unknown[])[this.indices[i] as number] = undefined;
    }
    this.owners.length = Math.min(this.owners.length, mark.slots);
    this.indices.length = this.owners.length;
    for (let i = this.made.length - 1; i >= mark.nodes; i--) {
      const node = this.made[i] as Node;
      // The last one made is the first of its bucket.
      this.buckets[node.hash & (this.buckets.length - 1)] = node.next;
    }
    this.made.length = Math.min(this.made.length, mark.nodes);
  }

  /** Fills a slot of an array that may live longer than the nodes in `value`; the slot is emptied with them. */
  remember<T>(owner: unknown[], index: number, value: T): T {
    owner[index] = value;
    this.owners.push(owner);
    this.indices.push(index);
    return value;
  }

  private internLeaf(leaf: Name | Variable): Node {
    const sort = this.sorts.number(leaf.sorts);
    const isTemplate = leaf.kind === "variable" && leaf.run === undefined;
    // Rules and scripts may use one name for variables or fresh names of different sorts; constants are of all.
    const isOfScript = leaf.kind === "variable" || leaf.fresh;
    const key = isOfScript ? `${sort} ${leaf.key}` : leaf.key;
    const known = this.leaves.get(key);
    if (known !== undefined) {
      this.widen(known.leaf as Leaf, leaf);
      return known;
    }
    const node = this.makeLeaf(leaf.kind, { term: leaf, sort, isTemplate, slot: -1 });
    this.leaves.set(key, node);
    return node;
  }

  /** A constant that is mentioned with other sorts has them too. */
  private widen(known: Leaf, leaf: Name | Variable): void {
    const sorts = this.sorts.listOf(known.sort);
    if (sorts === leaf.sorts || leaf.sorts.every((sort) => sorts.includes(sort))) return;
    known.sort = this.sorts.number([...new Set([...sorts, ...leaf.sorts])]);
  }

  private leafTerm(node: Node): Term {
    const { term: leaf } = node.leaf as Leaf;
    return leaf.kind === "name" ? leaf : variable(`${leaf.name}~${-node.id}`, this.sorts.sortsOf(node));
  }

  private makeLeaf(kind: "name" | "variable", leaf: Leaf): Node {
    const number = this.leafCount++ & 0x1fffffff;
    const { term } = leaf;
    return {
      kind,
      id: -1 - number,
      hash: 0,
      op: -1,
      args: NO_ARGS,
      ground: kind === "name",
      mask: kind === "name" ? 0 : 1 << (number & 31),
      hasFresh: kind === "name" && term.kind === "name" && term.fresh && term.run !== undefined,
      leaf,
      value: undefined,
      image: undefined,
      imageAt: 0,
      trivial: 0,
      memo: [],
      next: undefined,
    };
  }

  private add(op: number, args: readonly Node[], hash: number): Node {
    this.pulse.beat();
    let mask = 0;
    let ground = true;
    let hasFresh = false;
    for (let i = 0; i < args.length; i++) {
      const arg = args[i] as Node;
      mask |= arg.mask;
      ground &&= arg.ground;
      hasFresh ||= arg.hasFresh;
    }
    const bucket = hash & (this.buckets.length - 1);
    const node: Node = {
      kind: "application",
      id: this.made.length,
      hash,
      op,
      args,
      ground,
      mask,
      hasFresh,
      leaf: undefined,
      value: undefined,
      image: undefined,
      imageAt: 0,
      trivial: 0,
      memo: [],
      next: this.buckets[bucket],
    };
    this.made.push(node);
    this.buckets[bucket] = node;
    if (this.made.length > this.buckets.length) this.grow();
    return node;
  }

  private grow(): void {
    this.buckets = new Array<Node | undefined>(this.buckets.length * 2).fill(undefined);
    for (const node of this.made) {
      const bucket = node.hash & (this.buckets.length - 1);
      node.next = this.buckets[bucket];
      this.buckets[bucket] = node;
    }
  }
}

function mix(hash: number, arg: Node): number {
  return (Math.imul(hash, 0x01000193) ^ arg.id) | 0;
}

function spread(hash: number): number {
  const mixed = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  return mixed ^ (mixed >>> 13);
}
