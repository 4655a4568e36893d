import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyTerm, groundTerm } from "../../../core/term/arbitrary.ts";
import { apply, constant } from "../../../core/term/term.ts";
import { Bank } from "./bank.ts";

describe("Bank", () => {
  it("makes one node for equal terms, and different ones for others", () => {
    fc.assert(
      fc.property(anyTerm, anyTerm, (a, b) => {
        const bank = new Bank();
        expect(bank.intern(a) === bank.intern(b)).toBe(a.key === b.key);
      }),
    );
  });

  it("gives ground terms back as they were", () => {
    fc.assert(
      fc.property(groundTerm, (term) => {
        const bank = new Bank();
        expect(bank.toTerm(bank.intern(term))).toEqual(term);
      }),
    );
  });

  it("still knows what it made before a mark when what came later is released", () => {
    fc.assert(
      fc.property(fc.array(anyTerm), fc.array(anyTerm), fc.array(anyTerm), (before, released, after) => {
        const bank = new Bank();
        const kept = before.map((term) => bank.intern(term));
        const mark = bank.mark();
        for (const term of released) bank.intern(term);
        bank.release(mark);
        for (const term of after) expect(bank.intern(term)).toBe(bank.intern(term));
        expect(before.map((term) => bank.intern(term))).toEqual(kept);
        expect(before.every((term, i) => bank.intern(term) === kept[i])).toBe(true);
      }),
    );
  });

  it("keeps its promises when it has to grow", () => {
    const bank = new Bank();
    const [a, b] = [bank.intern(constant("a")), bank.intern(constant("b"))];
    const pair = bank.apply(0, [a, b]);
    const mark = bank.mark();
    const many = Array.from({ length: 10_000 }, (_, op) => bank.apply(op, [a, b]));
    expect(many.every((node, op) => bank.applyToTwo(op, a, b) === node)).toBe(true);
    expect(new Set(many).size).toBe(many.length);
    bank.release(mark);
    expect(bank.apply(0, [a, b])).toBe(pair);
    expect(many.slice(1).some((node, i) => bank.apply(i + 1, [a, b]) === node)).toBe(false);
  });

  it("empties what it was told to remember with the nodes that it was made after", () => {
    const bank = new Bank();
    const slots: unknown[] = [];
    bank.remember(slots, 0, bank.intern(constant("a")));
    const mark = bank.mark();
    bank.remember(slots, 1, bank.intern(apply("hash", constant("a"))));
    bank.release(mark);
    expect(slots).toEqual([bank.intern(constant("a")), undefined]);
  });
});
