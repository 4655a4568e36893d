/** By hand: what a source may take, so that all is told within twice its time. */
import { describe, expect, it } from "vitest";
import type { Verdict } from "../core/verdict/verdict.ts";
import { assess } from "./assess.ts";
import { lensesWith, makeFolder, SOUND_MODEL } from "./example.ts";
import { type Entry, type Journal, NO_JOURNAL } from "./journal.ts";
import { loadProtocol } from "../repository/load-protocol.ts";
import { DEFAULT_OPTIONS } from "../lenses/options.ts";
import { resolveSources } from "../repository/resolve-sources.ts";
import { addGrace, allowOverrun, cutOverrun, leaveTime } from "./source-time.ts";

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

describe("work that does not yield when its turn is over", () => {
  it("may take a quarter of what others have left", () => {
    // 500 of its own, and a quarter of 4,000.
    expect(allowOverrun(500, 4_500)).toBe(1_500);
    expect(allowOverrun(500, 500)).toBe(600);
  });

  it.each([
    [5_000, 5_000],
    [50, 5_000],
    [20, 10],
    [900, 1_000],
  ])("of %i ms out of %i is broken off before it is cut off, and cut off in the grace of the source", (turn, left) => {
    expect(allowOverrun(turn, left)).toBeLessThan(cutOverrun(turn, left));
    expect(cutOverrun(turn, left)).toBeLessThanOrEqual(addGrace(Math.max(turn, left)));
  });
});

describe("several sources", () => {
  it("have their time each: none loses what those before it took, and the first one pays for the start", async () => {
    let now = 1_000;
    const entries: Entry[] = [];
    const journal: Journal = {
      ...NO_JOURNAL,
      now: () => now,
      began: 400,
      age: () => 600,
      write: (entry) => void entries.push(entry),
    };
    const verdict: Verdict = { is: "vacuous", blocked: "recv 1" };
    const { findings } = await assess(
      resolveSources([makeFolder({ "a.spdl": SOUND_MODEL, "b.spdl": SOUND_MODEL })]),
      { ...DEFAULT_OPTIONS, timeoutSeconds: 5 },
      {
        now: () => now,
        pause: () => Promise.resolve(),
        signal: new AbortController().signal,
        version: "0.0.0",
        loadProtocol,
        // Three claims of 1.4 seconds each.
        lenses: lensesWith(() => ({
          *verify() {
            yield { states: 1, runs: 1 };
            now += 1_400;
            return verdict;
          },
        })),
        listen: () => undefined,
        journal,
        machine: {},
      },
    );
    expect(findings.map((one) => one.verdict.is)).toEqual(Array.from({ length: 6 }, () => "vacuous"));
    expect(entries.flatMap((entry) => (entry.is === "opened" ? [entry.until] : []))).toEqual([
      400 + 5_000,
      1_000 + 3 * 1_400 + 5_000,
    ]);
  });
});
