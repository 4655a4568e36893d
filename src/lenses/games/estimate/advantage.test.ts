import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { boundAdvantage } from "./advantage.ts";

describe("boundAdvantage", () => {
  it("is that of always winning, and the same for always being wrong", () => {
    const right = boundAdvantage("distinguish", { plays: 600, won: 600, forfeited: 0 }, 0.99);
    expect(right.low).toBeCloseTo(0.98241, 4);
    expect(right.high).toBe(1);
    expect(boundAdvantage("distinguish", { plays: 600, won: 0, forfeited: 0 }, 0.99)).toEqual(right);
  });

  it("is never above zero for who forfeits every play, nor for who forfeits whenever it would lose half of the time", () => {
    expect(boundAdvantage("distinguish", { plays: 600, won: 0, forfeited: 600 }, 0.99).low).toBe(0);
    expect(boundAdvantage("distinguish", { plays: 600, won: 300, forfeited: 300 }, 0.99).low).toBe(0);
    expect(boundAdvantage("search", { plays: 600, won: 0, forfeited: 600 }, 0.99).low).toBe(0);
  });

  it("bounds nothing before the first play", () => {
    expect(boundAdvantage("search", { plays: 0, won: 0, forfeited: 0 }, 0.99)).toEqual({ low: 0, high: 1 });
  });

  it("never grows by forfeiting what was lost", () => {
    const tally = fc.record({ won: fc.nat(60), lost: fc.nat(60), forfeited: fc.nat(60) });
    fc.assert(
      fc.property(tally, fc.constantFrom<"distinguish" | "search">("distinguish", "search"), (counts, goal) => {
        const { won, lost, forfeited } = counts;
        fc.pre(lost > 0 && won > 0);
        const plays = won + lost + forfeited;
        const honest = boundAdvantage(goal, { plays, won, forfeited }, 0.95);
        const forfeiting = boundAdvantage(goal, { plays, won, forfeited: forfeited + 1 }, 0.95);
        return forfeiting.low <= honest.low && forfeiting.high <= honest.high;
      }),
    );
  });
});
