import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTerm } from "../../../core/term/arbitrary.ts";
import type { Matching } from "../../../core/term/sorts.ts";
import { type Substitution, substitute } from "../../../core/term/substitution.ts";
import type { Term } from "../../../core/term/term.ts";
import { unify, unifyAll } from "../../../core/term/unify.ts";
import { Bank } from "./bank.ts";
import { Bindings } from "./bindings.ts";

const matchings: fc.Arbitrary<Matching> = fc.constantFrom(0, 1, 2);

describe("Bindings", () => {
  it("unify exactly what terms unify", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, matchings, (a, b, matching) => {
        const bank = new Bank();
        const bindings = new Bindings(bank);
        const [left, right] = [bank.intern(a), bank.intern(b)];
        const isUnified = bindings.unify(left, right, matching);
        expect(isUnified).toBe(unify(a, b, matching) !== undefined);
        if (isUnified) expect(bindings.resolve(left)).toBe(bindings.resolve(right));
      }),
      { numRuns: 500 },
    );
  });

  it("unify one pair after another as terms do all at once", () => {
    const pairs = fc.array(fc.tuple(anyTerm, anyTerm), { minLength: 2, maxLength: 4 });
    fc.assert(
      fc.property(pairs, matchings, (equations, matching) => {
        const bank = new Bank();
        const bindings = new Bindings(bank);
        const isUnified = equations.every(([a, b]) => bindings.unify(bank.intern(a), bank.intern(b), matching));
        expect(isUnified).toBe(unifyAll(equations, matching) !== undefined);
        if (!isUnified) return;
        for (const [a, b] of equations) expect(bindings.resolve(bank.intern(a))).toBe(bindings.resolve(bank.intern(b)));
      }),
      { numRuns: 500 },
    );
  });

  it("resolve a third term as the unifier of terms does, but for the names of variables", () => {
    const shape = (term: Term): string => (term.kind === "application" ? `${term.op}(${term.args.map(shape)})` : "_");
    fc.assert(
      fc.property(anyTerm, anyTerm, anyTerm, (a, b, c) => {
        const bank = new Bank();
        const bindings = new Bindings(bank);
        const unifier = unify(a, b);
        if (!bindings.unify(bank.intern(a), bank.intern(b), 0)) return;
        const resolved = bank.toTerm(bindings.resolve(bank.intern(c)));
        expect(shape(resolved)).toBe(shape(substitute(c, unifier as Substitution)));
      }),
      { numRuns: 500 },
    );
  });

  it("leave nothing behind when they are undone", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, anyTerm, (a, b, c) => {
        const bank = new Bank();
        const bindings = new Bindings(bank);
        bindings.unify(bank.intern(a), bank.intern(b), 0);
        bindings.resolve(bank.intern(c));
        bindings.undo();
        expect(bindings.isEmpty).toBe(true);
        expect(bindings.resolve(bank.intern(c))).toBe(bank.intern(c));
      }),
    );
  });
});
