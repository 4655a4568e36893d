/**
 * Terms as saturation handles them: a symbol number with arguments, or a variable of one clause.
 *
 * Apart from `term/`: clauses are renamed, matched and indexed far more often than they are read, so variables are
 * numbers that a clause owns and what a variable takes is a bit mask over the classes of atoms (`vocabulary.ts`).
 */

export interface Node {
  /** Not negative: a symbol. Negative: the variable `-1 - symbol`. */
  readonly symbol: number;
  readonly args: readonly Node[];
  readonly size: number;
  /** True when it contains a variable. */
  readonly open: boolean;
}

const NONE: readonly Node[] = [];

/** A symbol applied to arguments; an atom without any. */
export function makeNode(symbol: number, args: readonly Node[] = NONE): Node {
  let size = 1;
  let open = false;
  for (const arg of args) {
    size += arg.size;
    open ||= arg.open;
  }
  return { symbol, args, size, open };
}

/** The variable with this number. */
export function makeVariable(id: number): Node {
  return { symbol: -1 - id, args: NONE, size: 1, open: true };
}

export function isVariable(node: Node): boolean {
  return node.symbol < 0;
}

/** The number of a variable. */
export function variableId(node: Node): number {
  return -1 - node.symbol;
}

/** Structural equality; variables are equal when their numbers are. */
export function sameNode(a: Node, b: Node): boolean {
  if (a === b) return true;
  if (a.symbol !== b.symbol || a.size !== b.size || a.args.length !== b.args.length) return false;
  for (let i = 0; i < a.args.length; i++) if (!sameNode(a.args[i] as Node, b.args[i] as Node)) return false;
  return true;
}

/** Replaces every variable. */
export function mapVariables(node: Node, replace: (id: number) => Node): Node {
  if (!node.open) return node;
  if (isVariable(node)) return replace(variableId(node));
  return makeNode(
    node.symbol,
    node.args.map((arg) => mapVariables(arg, replace)),
  );
}

/** True when the variable occurs in the node. */
export function mentions(node: Node, id: number): boolean {
  if (!node.open) return false;
  return isVariable(node) ? variableId(node) === id : node.args.some((arg) => mentions(arg, id));
}
