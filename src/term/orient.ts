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

/** Two different terms that meet below an operation that commutes, by key, in canonical order. */
interface Pair {
  readonly first: string;
  readonly second: string;
}

/** Every orientation of terms that belong together, at least one. */
export function listOrientations(terms: readonly Term[], commutative: Commutative): Orient[] {
  const pairs = new Map<string, Pair>();
  for (const term of terms) collectPairs(term, commutative, pairs);
  let orders: (readonly Pair[])[] = [[]];
  for (const pair of pairs.values()) {
    const turned: Pair = { first: pair.second, second: pair.first };
    orders = orders.flatMap((order) =>
      [pair, turned].flatMap((one) => (reaches(one.second, one.first, order) ? [] : [[...order, one]])),
    );
  }
  return orders.map((order) => {
    const lesser = new Set(order.map(nameOf));
    return (term) => turn(term, commutative, (a, b) => lesser.has(nameOf({ first: a.key, second: b.key })));
  });
}

/** The term with every such pair the other way round. */
export function mirror(term: Term, commutative: Commutative): Term {
  if (term.kind !== "application") return term;
  const turned = apply(term.op, ...term.args.map((arg) => mirror(arg, commutative)));
  const pair = exchangeable(turned, commutative);
  return pair === undefined ? turned : withLastTwo(turned, pair[1], pair[0]);
}

function collectPairs(term: Term, commutative: Commutative, into: Map<string, Pair>): void {
  if (term.kind !== "application") return;
  for (const arg of term.args) collectPairs(arg, commutative, into);
  const [first, second] = exchangeable(sortArguments(term, commutative), commutative) ?? [];
  if (first === undefined || second === undefined || first.key === second.key) return;
  const pair = { first: first.key, second: second.key };
  into.set(nameOf(pair), pair);
}

/** Orders every pair by what is known of its canonical terms. */
function turn(term: Term, commutative: Commutative, isLess: (a: Term, b: Term) => boolean): Term {
  if (term.kind !== "application") return term;
  const turned = apply(term.op, ...term.args.map((arg) => turn(arg, commutative, isLess)));
  const pair = exchangeable(turned, commutative);
  if (pair === undefined) return turned;
  const [first, second] = pair.map((one) => sortArguments(one, commutative)) as [Term, Term];
  return isLess(second, first) ? withLastTwo(turned, pair[1], pair[0]) : turned;
}

function reaches(from: string, to: string, order: readonly Pair[]): boolean {
  const seen = new Set([from]);
  for (const at of seen) for (const { first, second } of order) if (first === at) seen.add(second);
  return seen.has(to);
}

function nameOf({ first, second }: Pair): string {
  return `${first} < ${second}`;
}
