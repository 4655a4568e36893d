/** By hand: what a source may take, so that all is told within twice its time. */
import { describe, expect, it } from "vitest";
import { addGrace, leaveTime } from "./source-time.ts";

describe("the time of a source", () => {
  it("is what it has not used, where a start is short beside it", () => {
    expect(leaveTime(60_000, 900, 900)).toBe(59_100);
    // 5,000 + 1,000 of grace + 1,125 for a start are less than 10,000.
    expect(leaveTime(5_000, 900, 900)).toBe(4_100);
  });

  it("leaves a start for the process that tells what was found", () => {
    // 2,000 + 400 + 2,500 are 900 more than 4,000.
    expect(leaveTime(2_000, 100, 2_000)).toBe(1_000);
  });

  it("is a quarter at least", () => {
    expect(leaveTime(1_000, 900, 900)).toBe(250);
    expect(leaveTime(1_000, 5_000, 5_000)).toBe(250);
  });

  it.each([
    [5_000, 900],
    [2_000, 500],
    [1_000, 350],
  ])("of %i ms ends within twice that, with two starts of %i ms", (milliseconds, start) => {
    expect(start + addGrace(leaveTime(milliseconds, start, start)) + start).toBeLessThanOrEqual(2 * milliseconds);
  });
});
