/** The rules of `term/sorts.ts` between leaves of one bank, each pair decided once. */
import { admits, type Matching, mayHoldCompound, mergeSorts } from "../../../core/term/sorts.ts";
import { type Sort, type Term, type Variable, variable } from "../../../core/term/term.ts";
import type { Node } from "./node.ts";

/** More than any model has; two numbers below it make one. */
const WIDTH = 2 ** 26;
/** Stands for the sorts of a compound term. */
const COMPOUND = WIDTH - 1;

export class SortTable {
  private readonly numbers = new Map<string, number>();
  private readonly listed: (readonly Sort[])[] = [];
  private readonly admitted: readonly Map<number, boolean>[] = [new Map(), new Map(), new Map()];
  private readonly merged: readonly Map<number, number | undefined>[] = [new Map(), new Map(), new Map()];
  private readonly fitting = new Map<number, boolean>();
  private readonly compound: readonly Map<number, boolean>[] = [new Map(), new Map(), new Map()];

  /** The number of a list of sorts. */
  number(sorts: readonly Sort[]): number {
    const text = [...sorts].sort().join("\u0000");
    const known = this.numbers.get(text);
    if (known !== undefined) return known;
    const number = this.listed.length;
    this.numbers.set(text, number);
    this.listed.push(sorts);
    return number;
  }

  /** True when `value`, which is no variable, may be put into `v`. */
  admits(v: Node, value: Node, matching: Matching): boolean {
    const key = sortOf(v) * WIDTH + sortOf(value);
    const table = this.admitted[matching] as Map<number, boolean>;
    const known = table.get(key);
    if (known !== undefined) return known;
    const answer = admits(this.variable(v), this.valueLike(value), matching);
    table.set(key, answer);
    return answer;
  }

  /** The number of the sorts of two variables merged into one; undefined when no value fits both. */
  mergedNumber(a: Node, b: Node, matching: Matching): number | undefined {
    const key = sortOf(a) * WIDTH + sortOf(b);
    const table = this.merged[matching] as Map<number, number | undefined>;
    if (table.has(key)) return table.get(key);
    const merged = mergeSorts(this.variable(a), this.variable(b), matching);
    const answer = merged === undefined ? undefined : this.number(merged);
    table.set(key, answer);
    return answer;
  }

  /** True when a pattern's variable takes `term` as it is, its variables included, under typed matching. */
  fits(v: Node, term: Node): boolean {
    if (term.kind !== "variable") return this.admits(v, term, 0);
    const key = sortOf(v) * WIDTH + sortOf(term);
    const known = this.fitting.get(key);
    if (known !== undefined) return known;
    const answer = this.mergedNumber(v, term, 0) === sortOf(term);
    this.fitting.set(key, answer);
    return answer;
  }

  mayHoldCompound(v: Node, matching: Matching): boolean {
    const table = this.compound[matching] as Map<number, boolean>;
    const known = table.get(sortOf(v));
    if (known !== undefined) return known;
    const answer = mayHoldCompound(this.variable(v), matching);
    table.set(sortOf(v), answer);
    return answer;
  }

  sortsOf(leaf: Node): readonly Sort[] {
    return this.listOf(sortOf(leaf));
  }

  /** The sorts that have a number. */
  listOf(number: number): readonly Sort[] {
    return this.listed[number] as readonly Sort[];
  }

  private variable(v: Node): Variable {
    return variable("", this.sortsOf(v));
  }

  private valueLike(value: Node): Term {
    if (value.kind === "application") return { kind: "application", op: "", args: [], ground: true, key: "" };
    return { kind: "name", name: "", sorts: this.sortsOf(value), fresh: false, run: undefined, key: "" };
  }
}

function sortOf(node: Node): number {
  return node.leaf?.sort ?? COMPOUND;
}
