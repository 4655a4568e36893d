/** Which terms are equal because one order must do for all pairs: against a search for such an order by brute force. */
import * as fc from "fast-check";
import { expect, it } from "vitest";
import { apply, type Term, variable } from "../../../core/term/term.ts";
import { Bank } from "./bank.ts";
import { Commuting } from "./commuting.ts";
import type { Known } from "./pattern.ts";

const NAMES = ["u", "v", "w", "x"];

/** Every order of the names, where names that are taken for equal stand at one place. */
function* listRankings(count: number): Generator<number[]> {
  for (let code = 0; code < count ** count; code++) {
    yield Array.from({ length: count }, (_, i) => Math.floor(code / count ** i) % count);
  }
}

it("equates what no order can hold apart, and nothing else", () => {
  const anyPair = fc.tuple(fc.nat(NAMES.length - 1), fc.nat(NAMES.length - 1), fc.boolean());
  fc.assert(
    fc.property(fc.array(anyPair, { maxLength: 6 }), (pairs) => {
      const bank = new Bank();
      const term = (i: number): Term => variable(NAMES[i] as string, [], 0);
      const known = pairs.map(([i, j, isWrapped], point): Known => {
        const exchanged = apply("f", term(i), term(j));
        const whole = isWrapped ? apply("box", apply("g", term(j), term(i)), exchanged) : exchanged;
        return { point, term: bank.intern(whole), source: undefined, routed: false };
      });
      const equal = new Commuting(bank, new Set(["f"])).listEqual(known, []);
      // Terms that every order puts at one place: those that the pairs, linked up, equate.
      const rankings = [...listRankings(NAMES.length)].filter((rank) =>
        pairs.every(([i, j]) => (rank[i] as number) <= (rank[j] as number)),
      );
      const place = NAMES.map((_, i) => i);
      const node = (i: number): unknown => bank.intern(term(i));
      const root = (i: number): number => (place[i] === i ? i : root(place[i] as number));
      for (const [first, second] of equal) {
        const [i, j] = [first, second].map((one) => NAMES.findIndex((_, at) => node(at) === one)) as [number, number];
        place[root(i)] = root(j);
      }
      for (const i of place.keys()) {
        for (const j of place.keys()) {
          expect(root(i) === root(j)).toBe(rankings.every((rank) => rank[i] === rank[j]));
        }
      }
    }),
    { numRuns: 150 },
  );
});
