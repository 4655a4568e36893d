/**
 * The checker's own formulas: nested lists of words, in normal form. It shares none of the prover's code.
 *
 * Tuples are flat sorted sets that are never of one part; bound variables are numbered, so that their names do not matter.
 * A number is written with brackets around it, which no word of a text has: no name can be taken for a bound variable.
 */

export type Tree = string | readonly Tree[];

/** How many parts each operator takes, and which of these is an originator that may be missing. */
const ARITY: Readonly<Record<string, readonly [least: number, most: number]>> = {
  believes: [2, 2],
  sees: [2, 2],
  said: [2, 2],
  controls: [2, 2],
  fresh: [1, 1],
  sharedkey: [3, 3],
  secret: [3, 3],
  pubkey: [2, 2],
  inv: [1, 1],
  enc: [2, 3],
  comb: [2, 3],
  hash: [1, 1],
};

/** Reads an s-expression; undefined for what is none. */
export function readTree(text: string): Tree | undefined {
  const open: Tree[][] = [[]];
  for (const [token] of text.matchAll(/[()]|[^\s()]+/g)) {
    if (token === "(") open.push([]);
    else if (token === ")") {
      const closed = open.pop();
      const outer = open.at(-1);
      if (closed === undefined || outer === undefined) return undefined;
      outer.push(closed);
    } else open.at(-1)?.push(token);
  }
  const [whole, ...more] = open[0] ?? [];
  return open.length === 1 && more.length === 0 ? whole : undefined;
}

/** The formula in normal form; undefined for a tree that is no formula. Another logic has operators of its own. */
export function normalise(tree: Tree, operators: typeof ARITY = ARITY): Tree | undefined {
  // What begins with ? is a variable of a rule, and no name.
  if (typeof tree === "string") return tree.startsWith("?") ? undefined : tree;
  const [head, ...args] = tree;
  if (typeof head !== "string") return undefined;
  if (head === "forall" && operators === ARITY) return normaliseForall(args);
  const parts: Tree[] = [];
  for (const arg of args) {
    const part = normalise(arg, operators);
    if (part === undefined) return undefined;
    parts.push(part);
  }
  if (head === "tuple") return parts.length === 0 ? undefined : join(parts);
  const arity = Object.hasOwn(operators, head) ? operators[head] : undefined;
  if (arity === undefined || parts.length < arity[0] || parts.length > arity[1]) return undefined;
  return [head, ...parts];
}

/** The set of the components of some formulas in normal form. */
export function join(trees: readonly Tree[]): Tree {
  const parts = new Map(trees.flatMap(componentsOf).map((part) => [keyOf(part), part]));
  const sorted = [...parts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, part]) => part);
  return sorted.length === 1 ? (sorted[0] as Tree) : ["tuple", ...sorted];
}

/** Lists the components of a formula in normal form. */
export function componentsOf(tree: Tree): readonly Tree[] {
  return typeof tree !== "string" && tree[0] === "tuple" ? tree.slice(1) : [tree];
}

/** Equal for equal formulas in normal form, and for no others. */
export function keyOf(tree: Tree): string {
  return typeof tree === "string" ? tree : `(${tree.map(keyOf).join(" ")})`;
}

/** The formula with names replaced at once, in normal form. Bound names are numbers, which nothing is replaced by. */
function replaceNames(tree: Tree, by: ReadonlyMap<string, Tree>): Tree {
  if (typeof tree === "string") return by.get(tree) ?? tree;
  if (tree[0] === "forall") return [tree[0], tree[1] as Tree, replaceNames(tree[2] as Tree, by)];
  const [head, ...args] = tree;
  const parts = args.map((arg) => replaceNames(arg, by));
  return head === "tuple" ? join(parts) : [head as Tree, ...parts];
}

/**
 * A formula in normal form with names replaced by others, in normal form: what is put below a quantifier may have
 * quantifiers itself, and then that one has another number.
 */
export function instantiate(tree: Tree, by: ReadonlyMap<string, Tree>): Tree | undefined {
  let count = 0;
  const rename = (inside: Tree): Tree => {
    if (typeof inside === "string") return inside;
    const binder = binderOf(inside);
    if (binder === undefined) return inside.map(rename);
    const fresh = binder.map(([name, sort]) => [name, `(new ${count++})`, sort] as const);
    const scope = replaceNames(inside[2] as Tree, new Map(fresh.map(([name, other]) => [name, other])));
    return ["forall", fresh.map(([, other, sort]) => [other, sort]), rename(scope)];
  };
  return normalise(replaceNames(rename(tree), by));
}

/** The binder of a quantified formula in normal form: each variable with its sort. */
export function binderOf(tree: Tree): readonly (readonly [name: string, sort: string])[] | undefined {
  if (typeof tree === "string" || tree[0] !== "forall") return undefined;
  return tree[1] as unknown as readonly (readonly [string, string])[];
}

function normaliseForall([binder, scope, ...more]: readonly Tree[]): Tree | undefined {
  if (binder === undefined || typeof binder === "string" || scope === undefined || more.length > 0) return undefined;
  const body = normalise(scope);
  if (body === undefined || binder.length === 0) return undefined;
  const inside = countNested(body);
  const names = new Map<string, Tree>();
  const numbered: Tree[] = [];
  for (const [i, variable] of binder.entries()) {
    if (typeof variable === "string" || variable.length !== 2) return undefined;
    const [name, sort] = variable;
    if (typeof name !== "string" || typeof sort !== "string" || names.has(name) || name.startsWith("?"))
      return undefined;
    const number = `(bound ${inside} ${i})`;
    names.set(name, number);
    numbered.push([number, sort]);
  }
  return ["forall", numbered, replaceNames(body, names)];
}

function countNested(tree: Tree): number {
  if (typeof tree === "string") return 0;
  const most = tree.reduce<number>((depth, part) => Math.max(depth, countNested(part)), 0);
  return tree[0] === "forall" ? most + 1 : most;
}
