/**
 * Tests of commuting: canonical forms, and that the orientations of a term have every instance in canonical form among
 * theirs.
 */
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Commutative, sortArguments } from "./commute.ts";
import { listOrientations, mirror } from "./orient.ts";
import { substitute } from "./substitution.ts";
import { apply, constant, type Term, variable } from "./term.ts";

const COMMUTATIVE: Commutative = new Set(["f", "key"]);
const ATOMS = ["a", "b", "c"].map((name) => constant(name));
const VARIABLES = ["x", "y", "z"].map((name) => variable(name));

/** Terms in which `f` and the last two arguments of `key` commute, and `g` does not. */
function termOver(leaves: readonly Term[]): fc.Arbitrary<Term> {
  return fc.letrec<{ term: Term }>((tie) => {
    const two = fc.tuple(tie("term"), tie("term"));
    return {
      term: fc.oneof(
        { maxDepth: 3, depthSize: "small" },
        fc.constantFrom(...leaves),
        two.map(([s, t]) => apply("f", s, t)),
        two.map(([s, t]) => apply("key", constant("family"), s, t)),
        two.map(([s, t]) => apply("g", s, t)),
      ),
    };
  }).term;
}

/** Every way to exchange what may be exchanged, one after the other: the definition of equality, as a set. */
function equivalents(term: Term): Set<string> {
  if (term.kind !== "application") return new Set([term.key]);
  const choices = term.args.map((arg) => [...equivalents(arg)]);
  const products = choices.reduce<string[][]>(
    (all, next) => all.flatMap((one) => next.map((key) => [...one, key])),
    [[]],
  );
  const keys = products.flatMap((args) => {
    const exchanged = [...args.slice(0, -2), args.at(-1) as string, args.at(-2) as string];
    return COMMUTATIVE.has(term.op) ? [args, exchanged] : [args];
  });
  return new Set(keys.map((args) => `${term.op}(${args.join(",")})`));
}

/** The form in which `less` says what stands first, written apart from `sortArguments`. */
function arrange(term: Term, less: (a: string, b: string) => boolean): Term {
  if (term.kind !== "application") return term;
  const args = term.args.map((arg) => arrange(arg, less));
  const [s, t] = args.slice(-2) as [Term, Term];
  const isTurned = COMMUTATIVE.has(term.op) && less(t.key, s.key);
  return apply(term.op, ...(isTurned ? [...args.slice(0, -2), t, s] : args));
}

/** An order of all keys, another one for every seed. */
function orderOf(seed: number): (a: string, b: string) => boolean {
  const rank = (key: string): number =>
    [...key].reduce((sum, letter) => Math.imul(sum ^ (letter.codePointAt(0) as number), 0x01000193) >>> 0, seed >>> 0);
  return (a, b) => rank(a) < rank(b) || (rank(a) === rank(b) && a < b);
}

describe("sortArguments", () => {
  it("gives equal terms, and no others, the same form", () => {
    fc.assert(
      fc.property(termOver(ATOMS), termOver(ATOMS), (one, other) => {
        const same = sortArguments(one, COMMUTATIVE).key === sortArguments(other, COMMUTATIVE).key;
        expect(same).toBe(equivalents(one).has(other.key));
        expect(equivalents(one).has(sortArguments(one, COMMUTATIVE).key)).toBe(true);
        expect(sortArguments(mirror(one, COMMUTATIVE), COMMUTATIVE).key).toBe(sortArguments(one, COMMUTATIVE).key);
      }),
      { numRuns: 500 },
    );
  });

  it("leaves what does not commute", () => {
    const term = apply("g", apply("f", ATOMS[1] as Term, ATOMS[0] as Term), ATOMS[0] as Term);
    expect(sortArguments(term, COMMUTATIVE).key).toBe("g(f(c:a,c:b),c:a)");
    expect(sortArguments(term, new Set())).toBe(term);
  });
});

describe("listOrientations", () => {
  it("has every arranged instance among the instances, for terms that belong together and whatever the order", () => {
    const leaves = [...VARIABLES, ATOMS[0] as Term];
    const values = fc.array(termOver(ATOMS), { minLength: 3, maxLength: 3 });
    const terms = fc.array(termOver(leaves), { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(terms, values, fc.integer(), (together, chosen, seed) => {
        const by = new Map(VARIABLES.map(({ key }, i) => [key, arrange(chosen[i] as Term, orderOf(seed))]));
        const wanted = together.map((term) => arrange(substitute(term, by), orderOf(seed)).key).join(" ");
        const made = listOrientations(together, COMMUTATIVE).map((orient) =>
          together.map((term) => substitute(orient(term), by).key).join(" "),
        );
        expect(made).toContain(wanted);
      }),
      { numRuns: 500 },
    );
  });

  it("has every instance that is arranged in an order with some terms before others, with those where they belong", () => {
    const [x, y, z] = VARIABLES as [Term, Term, Term];
    const [a, b, c] = ATOMS as [Term, Term, Term];
    const terms = fc.array(termOver(VARIABLES), { minLength: 1, maxLength: 2 });
    const isFirst = (first: Term, second: Term): boolean => second === z && (first === x || first === y);
    fc.assert(
      fc.property(terms, fc.constantFrom(a, b), fc.constantFrom(a, b), fc.integer(), (together, forX, forY, seed) => {
        const less = orderOf(seed);
        // Atoms before compound terms, c behind the other atoms.
        const place = (key: string): number => (key.includes("(") ? 2 : key === c.key ? 1 : 0);
        const order = (one: string, other: string): boolean =>
          place(one) === place(other) ? less(one, other) : place(one) < place(other);
        const by = new Map([x, y, z].map(({ key }, i) => [key, [forX, forY, c][i] as Term]));
        const wanted = together.map((term) => arrange(substitute(term, by), order).key).join(" ");
        const orients = listOrientations(together, COMMUTATIVE, isFirst);
        expect(orients.map((orient) => together.map((term) => substitute(orient(term), by).key).join(" "))).toContain(
          wanted,
        );
        expect(orients.length).toBeLessThanOrEqual(listOrientations(together, COMMUTATIVE).length);
      }),
      { numRuns: 300 },
    );
    expect(listOrientations([apply("f", z, x), apply("f", z, y)], COMMUTATIVE, isFirst)).toHaveLength(1);
    expect(mirror(apply("f", x, z), COMMUTATIVE, isFirst).key).toBe("f(v:x,v:z)");
  });

  it("turns the same pair the same way everywhere, and in no circle", () => {
    const [x, y, z] = VARIABLES as [Term, Term, Term];
    const all = (...terms: readonly Term[]): string[] =>
      listOrientations(terms, COMMUTATIVE).map((orient) => terms.map((term) => orient(term).key).join(" "));
    expect(all(apply("f", x, y), apply("f", y, x)).sort()).toEqual(["f(v:x,v:y) f(v:x,v:y)", "f(v:y,v:x) f(v:y,v:x)"]);
    expect(all(apply("f", x, y), apply("f", y, z), apply("f", x, z))).toHaveLength(6);
    expect(all(apply("f", x, x), apply("g", x, y))).toEqual(["f(v:x,v:x) g(v:x,v:y)"]);
    const names = all(apply("f", x, y), apply("f", y, z));
    const mirrored = listOrientations([apply("f", x, y), apply("f", y, z)], COMMUTATIVE).map((orient) =>
      [apply("f", x, y), apply("f", y, z)].map((term) => mirror(orient(term), COMMUTATIVE).key).join(" "),
    );
    expect(mirrored.sort()).toEqual(names.sort());
  });
});
