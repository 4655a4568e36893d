/**
 * The orientations of terms with operations that commute: every way to order the arguments that may change places.
 *
 * One order of all terms decides: wherever s and t meet, s stands first or t does. So equal pairs are turned the same
 * way, and orders that would go round in a circle are left out. What these could only stand for, terms that are equal
 * after all, other orientations stand for as well.
 */
import { type Commutative, exchangeable, sortArguments, withLastTwo } from "./commute.ts";
import { apply, type Term } from "./term.ts";

/** Turns the pairs of a term. */
export type Orient = (term: Term) => Term;

/** True where a term always stands before another. */
export type IsFirst = (first: Term, second: Term) => boolean;

const UNDECIDED: IsFirst = () => false;

/** Two different terms that meet below an operation that commutes. */
interface Pair {
  readonly first: Term;
  readonly second: Term;
}

/** How many pairs may stand either way round: every one of them may double the orientations. */
export function countOpenPairs(terms: readonly Term[], commutative: Commutative, isFirst: IsFirst = UNDECIDED): number {
  const pairs = [...listPairs(terms, commutative).values()];
  return pairs.filter(({ first, second }) => !isFirst(first, second) && !isFirst(second, first)).length;
}

/** Every orientation of terms that belong together, at least one. */
export function listOrientations(
  terms: readonly Term[],
  commutative: Commutative,
  isFirst: IsFirst = UNDECIDED,
): Orient[] {
  const pairs = listPairs(terms, commutative);
  let orders: (readonly Pair[])[] = [[]];
  for (const pair of pairs.values()) {
    const both = [pair, { first: pair.second, second: pair.first }];
    const decided = both.find(({ first, second }) => isFirst(first, second));
    const open = decided === undefined ? both : [decided];
    orders = orders.flatMap((order) =>
      open.flatMap((one) => (reaches(one.second, one.first, order) ? [] : [[...order, one]])),
    );
  }
  return orders.map((order) => {
    const lesser = new Set(order.map(nameOf));
    return (term) => turn(term, commutative, (first, second) => lesser.has(nameOf({ first, second })));
  });
}

/** The term with every such pair the other way round, but for those that stand as they must. */
export function mirror(term: Term, commutative: Commutative, isFirst: IsFirst = UNDECIDED): Term {
  if (term.kind !== "application") return term;
  const turned = apply(term.op, ...term.args.map((arg) => mirror(arg, commutative, isFirst)));
  const pair = exchangeable(turned, commutative);
  return pair === undefined || isFirst(...pair) ? turned : withLastTwo(turned, pair[1], pair[0]);
}

function listPairs(terms: readonly Term[], commutative: Commutative): ReadonlyMap<string, Pair> {
  const pairs = new Map<string, Pair>();
  for (const term of terms) collectPairs(term, commutative, pairs);
  return pairs;
}

function collectPairs(term: Term, commutative: Commutative, into: Map<string, Pair>): void {
  if (term.kind !== "application") return;
  for (const arg of term.args) collectPairs(arg, commutative, into);
  const [first, second] = exchangeable(sortArguments(term, commutative), commutative) ?? [];
  if (first === undefined || second === undefined || first.key === second.key) return;
  const pair = { first, second };
  into.set(nameOf(pair), pair);
}

/** Orders every pair by what is known of its canonical terms. */
function turn(term: Term, commutative: Commutative, isLess: IsFirst): Term {
  if (term.kind !== "application") return term;
  const turned = apply(term.op, ...term.args.map((arg) => turn(arg, commutative, isLess)));
  const pair = exchangeable(turned, commutative);
  if (pair === undefined) return turned;
  const [first, second] = pair.map((one) => sortArguments(one, commutative)) as [Term, Term];
  return isLess(second, first) ? withLastTwo(turned, pair[1], pair[0]) : turned;
}

function reaches(from: Term, to: Term, order: readonly Pair[]): boolean {
  const seen = new Set([from.key]);
  for (const at of seen) for (const { first, second } of order) if (first.key === at) seen.add(second.key);
  return seen.has(to.key);
}

function nameOf({ first, second }: Pair): string {
  return `${first.key} < ${second.key}`;
}
