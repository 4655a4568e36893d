import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTerm, groundTerm } from "./arbitrary.ts";
import { match } from "./match.ts";
import { admits, type Matching } from "./sorts.ts";
import { compose, type Substitution, substitute } from "./substitution.ts";
import { AGENT, apply, constant, freshName, type Term, tuple, type Variable, variable, variablesOf } from "./term.ts";
import { unify, unifyAll } from "./unify.ts";

const matchings: fc.Arbitrary<Matching> = fc.constantFrom(0, 1, 2);

describe("unify", () => {
  it("gives a substitution that makes the terms equal and is idempotent", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, matchings, (a, b, matching) => {
        const unifier = unify(a, b, matching);
        if (unifier === undefined) return;
        expect(substitute(a, unifier).key).toBe(substitute(b, unifier).key);
        for (const term of unifier.values()) expect(substitute(term, unifier).key).toBe(term.key);
      }),
    );
  });

  it("is most general: every ground instance that two terms share is an instance of their unifier", () => {
    fc.assert(
      fc.property(anyTerm, fc.array(groundTerm, { minLength: 6, maxLength: 6 }), (pattern, values) => {
        // Any ground instance of a term unifies with it, and the unifier covers that instance.
        const ground = instantiate(pattern, values);
        if (ground === undefined) return;
        const unifier = unify(pattern, ground.term);
        expect(unifier).toBeDefined();
        for (const [key, value] of ground.values) expect((unifier as Substitution).get(key)?.key).toBe(value.key);
      }),
    );
  });

  it("is most general for two open terms with a common instance", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, fc.array(groundTerm, { minLength: 6, maxLength: 6 }), (a, b, values) => {
        const left = instantiate(a, values);
        const right = instantiate(b, values);
        if (left === undefined || right === undefined || left.term.key !== right.term.key) return;
        const unifier = unify(a, b);
        expect(unifier).toBeDefined();
        expect(match(substitute(a, unifier as Substitution), left.term)).toBeDefined();
      }),
      { numRuns: 500 },
    );
  });

  it("fails exactly when matching a ground term fails", () => {
    fc.assert(
      fc.property(anyTerm, groundTerm, matchings, (pattern, ground, matching) => {
        expect(unify(pattern, ground, matching) === undefined).toBe(match(pattern, ground, matching) === undefined);
      }),
    );
  });

  it("keeps the sorts that a generic variable lacks, whichever way round", () => {
    const generic = variable("t", ["Ticket"]);
    const agent = variable("A", [AGENT]);
    for (const [a, b] of [
      [generic, agent],
      [agent, generic],
    ] as const) {
      expect(substitute(generic, unify(a, b) as Substitution)).toEqual(agent);
      expect(substitute(agent, unify(a, b) as Substitution)).toEqual(agent);
    }
  });

  it("does not match a generic variable with a pattern that takes less", () => {
    expect(match(variable("n", ["Nonce"]), variable("t", ["Ticket"], 0))).toBeUndefined();
    expect(match(variable("t", ["Ticket"]), variable("n", ["Nonce"], 0))).toBeDefined();
  });

  it("refuses to put a variable inside itself", () => {
    const t = variable("t");
    expect(unify(t, apply("hash", t))).toBeUndefined();
    const u = variable("u");
    expect(
      unifyAll([
        [t, apply("hash", u)],
        [u, apply("hash", t)],
      ]),
    ).toBeUndefined();
  });

  it("merges variables with overlapping sorts into one of the common sorts", () => {
    const x = variable("x", ["Nonce", "Data"], 0);
    const y = variable("y", ["Nonce", "Key"], 0);
    const unifier = unify(x, y) as Substitution;
    const merged = substitute(x, unifier) as Variable;
    expect(merged.key).toBe(substitute(y, unifier).key);
    expect(merged.sorts).toEqual(["Nonce"]);
    expect(unify(tuple(x, x), tuple(y, constant("d", ["Data"])))).toBeUndefined();
  });

  it("keeps sorts apart in typed matching and lets atoms mix in the second mode, compounds in the third", () => {
    const x = variable("x", ["Nonce"]);
    const key = freshName("k", ["SessionKey"], 0);
    const box = apply("hash", key);
    expect([0, 1, 2].map((mode) => unify(x, key, mode as Matching) !== undefined)).toEqual([false, true, true]);
    expect([0, 1, 2].map((mode) => unify(x, box, mode as Matching) !== undefined)).toEqual([false, false, true]);
    const agent = variable("A", [AGENT]);
    expect([0, 1, 2].map((mode) => unify(agent, key, mode as Matching) !== undefined)).toEqual([false, false, false]);
  });
});

describe("compose", () => {
  it("does one substitution and then the other", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, anyTerm, (a, b, c) => {
        const first = unify(a, b);
        if (first === undefined) return;
        const second = unify(substitute(a, first), c);
        if (second === undefined) return;
        const both = compose(first, second);
        for (const term of [a, b, c]) {
          expect(substitute(term, both).key).toBe(substitute(substitute(term, first), second).key);
        }
      }),
    );
  });
});

function instantiate(term: Term, values: readonly Term[]): { term: Term; values: Map<string, Term> } | undefined {
  const chosen = new Map<string, Term>();
  for (const v of variablesOf(term)) {
    const value = values.find((candidate) => admits(v, candidate, 0));
    if (value === undefined) return undefined;
    chosen.set(v.key, value);
  }
  return { term: substitute(term, chosen), values: chosen };
}
