import { describe, expect, it } from "vitest";
import { selectQuantile, summariseTimes } from "./summarise-times.ts";

describe("summariseTimes", () => {
  it("compares only with models that the other finished", () => {
    const times = [
      { model: "a", seconds: 1, recordedSeconds: 2 },
      { model: "b", seconds: 3, recordedSeconds: 1 },
      { model: "c", seconds: 10 },
    ];
    expect(summariseTimes(times)).toEqual({
      median: 3,
      ninety: 10,
      total: 14,
      finished: { models: 2, seconds: 4, recordedSeconds: 3, ratio: 4 / 3, medianRatio: 0.5 },
    });
  });

  it("is all zero without models", () => {
    const { finished, ...own } = summariseTimes([]);
    expect([...Object.values(own), ...Object.values(finished)].every((value) => value === 0)).toBe(true);
  });
});

describe("selectQuantile", () => {
  it("is one of the values, which that share does not exceed", () => {
    const values = [5, 1, 4, 2, 3, 9, 8, 7, 6, 10];
    expect([0.5, 0.9, 1, 0.01].map((share) => selectQuantile(values, share))).toEqual([5, 9, 10, 1]);
  });
});
