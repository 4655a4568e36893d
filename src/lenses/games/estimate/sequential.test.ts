import { describe, expect, it } from "vitest";
import { seededRandomness } from "../../../live/crypto/randomness.ts";
import type { Tally } from "./advantage.ts";
import { ConfidenceSequence } from "./confidence-sequence.ts";
import { measureSurprise, rejectByHolm } from "./holm.ts";
import { limitPlays, type Result, SequentialTest } from "./sequential-test.ts";

/** Plays that are won with a probability, until the test decides or so many were played. */
function runTest(seed: string, probability: number, most: number): { decision: string; plays: number } {
  const test = new SequentialTest({ goal: "distinguish", detect: 0.2, error: 0.05 });
  const randomness = seededRandomness(seed);
  for (let plays = 1; plays <= most; plays++) {
    const drawn = new DataView(randomness.bytes(4).buffer).getUint32(0) / 2 ** 32;
    test.follow(drawn < probability ? "won" : "lost");
    if (test.decide() !== "open") return { decision: test.decide(), plays };
  }
  return { decision: "open", plays: most };
}

function follow(test: SequentialTest, results: readonly Result[]): string {
  for (const result of results) test.follow(result);
  return test.decide();
}

describe("SequentialTest", () => {
  it("errs no more often than it says, either way, and needs about as many plays as Wald says", () => {
    const none = Array.from({ length: 100 }, (_, i) => runTest(`none ${i}`, 0.5, 3000));
    const some = Array.from({ length: 100 }, (_, i) => runTest(`some ${i}`, 0.6, 3000));
    // Twice what is expected of 100, which a correct test exceeds once in thirty.
    expect(none.filter(({ decision }) => decision === "advantage").length).toBeLessThanOrEqual(10);
    expect(some.filter(({ decision }) => decision === "none").length).toBeLessThanOrEqual(10);
    const mean = none.reduce((sum, { plays }) => sum + plays, 0) / none.length;
    expect(mean).toBeGreaterThan(100);
    expect(mean).toBeLessThan(400);
  });

  it("finds who is always wrong, and says of who forfeits that there is nothing", () => {
    const make = () => new SequentialTest({ goal: "distinguish", detect: 0.5, error: 0.05 });
    expect(follow(make(), Array<Result>(40).fill("lost"))).toBe("advantage");
    expect(follow(make(), Array<Result>(40).fill("forfeited"))).toBe("none");
  });

  it("takes one win of a search game for an advantage", () => {
    const make = () => new SequentialTest({ goal: "search", detect: 0.1, error: 0.05 });
    expect(follow(make(), ["lost", "won"])).toBe("advantage");
    expect(follow(make(), Array<Result>(40).fill("lost"))).toBe("none");
  });

  it("has a limit, and refuses to detect nothing", () => {
    expect(limitPlays({ goal: "distinguish", detect: 0.1, error: 0.01 })).toBe(4239);
    expect(() => new SequentialTest({ goal: "search", detect: 0, error: 0.05 })).toThrow(RangeError);
  });
});

describe("ConfidenceSequence", () => {
  it("only narrows, only at its looks, and is wider than an interval for a fixed number", () => {
    const sequence = new ConfidenceSequence("search", 0.99);
    const widths: number[] = [];
    for (let plays = 1; plays <= 64; plays++) {
      const tally: Tally = { plays, won: plays, forfeited: 0 };
      sequence.follow(tally);
      const { low, high } = sequence.current();
      widths.push(high - low);
    }
    expect(new Set(widths).size).toBe(4);
    expect([...widths].sort((a, b) => b - a)).toEqual(widths);
    expect(widths.at(-1)).toBeGreaterThan(1 - 0.005 ** (1 / 64));
  });
});

describe("rejectByHolm", () => {
  it("spends the error over all games, the most telling first", () => {
    expect(rejectByHolm([0.04, 0.001, 0.3], 0.05)).toEqual([false, true, false]);
    expect(rejectByHolm([0.02, 0.001, 0.024], 0.05)).toEqual([true, true, true]);
    expect(rejectByHolm([0.02, 0.03], 0.05)).toEqual([true, true]);
    expect(rejectByHolm([], 0.05)).toEqual([]);
  });

  it("measures how telling a tally is, exactly", () => {
    expect(measureSurprise("distinguish", { plays: 20, won: 15, forfeited: 0 })).toBeCloseTo(0.0413895, 6);
    expect(measureSurprise("distinguish", { plays: 20, won: 5, forfeited: 0 })).toBeCloseTo(0.0413895, 6);
    expect(measureSurprise("distinguish", { plays: 20, won: 0, forfeited: 20 })).toBe(1);
    expect(measureSurprise("search", { plays: 20, won: 1, forfeited: 0 })).toBe(0);
    expect(measureSurprise("search", { plays: 20, won: 0, forfeited: 0 })).toBe(1);
  });
});
