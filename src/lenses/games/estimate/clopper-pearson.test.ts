import { describe, expect, it } from "vitest";
import { boundProbability } from "./clopper-pearson.ts";

/** The probability of so many successes. */
function weigh(successes: number, trials: number, probability: number): number {
  let weight = (1 - probability) ** trials;
  for (let i = 0; i < successes; i++) weight *= ((trials - i) / (i + 1)) * (probability / (1 - probability));
  return weight;
}

describe("boundProbability", () => {
  it.each([
    [978, 2000, 0.95, 0.466872, 0.51116],
    [600, 600, 0.99, 0.991208, 1],
    [0, 50, 0.95, 0, 0.071122],
    [1, 4000, 0.99, 0.00000125, 0.001855],
  ])("%i of %i at %d: %d to %d", (won, plays, confidence, low, high) => {
    const interval = boundProbability(won, plays, confidence);
    expect(interval.low).toBeCloseTo(low, 5);
    expect(interval.high).toBeCloseTo(high, 5);
  });

  it("covers every probability with at least the confidence: the sum over all outcomes, not a sample of them", () => {
    for (const trials of [1, 7, 40]) {
      const intervals = Array.from({ length: trials + 1 }, (_, won) => boundProbability(won, trials, 0.95));
      for (let step = 1; step < 100; step++) {
        const probability = step / 100;
        const covered = intervals.reduce(
          (sum, { low, high }, won) =>
            low <= probability && probability <= high ? sum + weigh(won, trials, probability) : sum,
          0,
        );
        expect(covered, `${trials} trials, ${probability}`).toBeGreaterThanOrEqual(0.95);
      }
    }
  });

  it.each([
    [-1, 3, 0.95],
    [4, 3, 0.95],
    [1.5, 3, 0.95],
    [1, 3, 1],
    [1, 3, 0],
  ])("refuses %d of %d at %d", (won, plays, confidence) => {
    expect(() => boundProbability(won, plays, confidence)).toThrow(RangeError);
  });
});
