import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DEFAULT_BUDGETS } from "../budgets.ts";
import { findMinimalSets } from "./minimal-sets.ts";

/** All minimal sets, by trying every one. */
function tryAll(size: number, isEnough: (set: readonly number[]) => boolean): string[] {
  const sets = Array.from({ length: 2 ** size }, (_, bits) =>
    Array.from({ length: size }, (__, i) => i).filter((i) => (bits >> i) % 2 === 1),
  ).filter(isEnough);
  const isIn = (small: readonly number[], large: readonly number[]): boolean => small.every((i) => large.includes(i));
  return sets
    .filter((set) => !sets.some((other) => other.length < set.length && isIn(other, set)))
    .map((set) => set.join(","))
    .sort();
}

describe("findMinimalSets", () => {
  it("finds what trying everything finds", () => {
    const groups = fc.array(fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 4 }), { maxLength: 5 });
    fc.assert(
      fc.property(groups, (enough) => {
        const isEnough = (set: readonly number[]): boolean =>
          enough.some((group) => group.every((i) => set.includes(i)));
        const { sets, complete } = findMinimalSets(
          [0, 1, 2, 3, 4, 5],
          (given) => (isEnough(given) ? given : undefined),
          DEFAULT_BUDGETS,
        );
        expect(complete).toBe(true);
        expect(sets.map((set) => [...set].sort().join(",")).sort()).toEqual(tryAll(6, isEnough));
      }),
    );
  });

  it("needs nothing where nothing is needed, and finds nothing where nothing helps", () => {
    expect(findMinimalSets([1, 2], (given) => given, DEFAULT_BUDGETS).sets).toEqual([[]]);
    expect(findMinimalSets([1, 2], () => undefined, DEFAULT_BUDGETS)).toEqual({
      sets: [],
      complete: true,
      together: "too few",
    });
  });

  it("says when it was cut off", () => {
    const candidates = Array.from({ length: 12 }, (_, i) => i);
    const anyTwo = (given: readonly number[]) => (given.length >= 2 ? given : undefined);
    const { sets, complete } = findMinimalSets(candidates, anyTwo, { sets: 5, questions: 1000, members: 12 });
    expect(complete).toBe(false);
    expect(sets.length).toBe(5);
    expect(sets.every((set) => set.length === 2)).toBe(true);
    const all = (given: readonly number[]) => (given.length === candidates.length ? given : undefined);
    expect(findMinimalSets(candidates, all, { sets: 5, questions: 1000, members: 11 })).toEqual({
      sets: [],
      complete: false,
      together: "enough",
    });
  });

  it("does not say that anything helps where not even the first question was answered", () => {
    expect(findMinimalSets([1, 2], () => "undecided", DEFAULT_BUDGETS)).toEqual({
      sets: [],
      complete: false,
      together: "undecided",
    });
  });

  it("ends where a few sets have exponentially many hitting sets", () => {
    const threes = Array.from({ length: 14 }, (_, i) => [3 * i, 3 * i + 1, 3 * i + 2]);
    let asked = 0;
    const { sets, complete } = findMinimalSets(
      Array.from({ length: 42 }, (_, i) => i),
      (given) => {
        asked += 1;
        return threes.find((three) => three.every((i) => given.includes(i)));
      },
      { sets: 50, questions: 500, members: 80 },
    );
    expect([sets.length > 5, complete, asked <= 600]).toEqual([true, false, true]);
  });
});
