import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BatchResult } from "../campaign/batch.ts";
import { chanceUnnoticed } from "../../../queue/sample.ts";
import { findDifference, Rechecker } from "./recheck.ts";

const { signal } = new AbortController();
const piece = (from: number, result: "won" | "lost" = "won"): BatchResult => ({
  from,
  plays: [{ result, digest: "ab".repeat(16) }],
});

/** Draws numbers that are given, one after the other. */
function drawFrom(numbers: readonly number[]): () => number {
  let next = 0;
  return () => numbers[next++ % numbers.length] ?? 0;
}

describe("what others played", () => {
  it("is played again with the share's chance, and the chosen piece of each worker whatever the chance", async () => {
    const replayed: number[] = [];
    const replay = (from: number): Promise<BatchResult> => {
      replayed.push(from);
      return Promise.resolve(piece(from));
    };
    // Chosen and not, in turns: the first of each worker always is.
    const rechecker = new Rechecker(replay, 0.5, drawFrom([0, 0.9, 0.9, 0.1]));
    await rechecker.take(1, "a", piece(1), signal);
    await rechecker.take(2, "a", piece(2), signal);
    await rechecker.take(3, "b", piece(3), signal);
    expect(replayed).toEqual([2]);
    expect(await rechecker.settle(signal)).toEqual([
      { worker: "a", pieces: 2, replayed: 2 },
      { worker: "b", pieces: 1, replayed: 1 },
    ]);
    expect(replayed).toEqual([2, 1, 3]);
    expect(await rechecker.settle(signal)).toEqual([]);
  });

  it("plays nothing twice, and counts what it played", async () => {
    const replayed: number[] = [];
    const replay = (from: number): Promise<BatchResult> => {
      replayed.push(from);
      return Promise.resolve(piece(from));
    };
    // Every piece is drawn, and the first is the chosen one too.
    const rechecker = new Rechecker(replay, 1, drawFrom([0, 0, 0.9, 0]));
    await rechecker.take(1, "a", piece(1), signal);
    await rechecker.take(2, "a", piece(2), signal);
    expect(await rechecker.settle(signal)).toEqual([{ worker: "a", pieces: 2, replayed: 2 }]);
    expect(replayed).toEqual([1, 2]);
  });

  it("ends the campaign with the play and the worker where it comes to something else", async () => {
    const replay = (from: number): Promise<BatchResult> => Promise.resolve(piece(from));
    const always = new Rechecker(replay, 1, () => 0.5);
    await expect(always.take(7, "liar", piece(7, "lost"), signal)).rejects.toThrow(/AS143 .*Play 7 .*liar/);
    const seldom = new Rechecker(replay, 0, () => 0);
    await seldom.take(7, "liar", piece(7, "lost"), signal);
    await expect(seldom.settle(signal)).rejects.toThrow(/AS143/);
  });

  it("differs by result, digest and rule, but not by what ran out of time here", () => {
    const [won] = piece(0).plays;
    if (won === undefined) throw new Error("no play");
    const late = {
      result: "forfeited",
      digest: "0".repeat(32),
      forfeit: { rule: "time-limit", text: "late" },
    } as const;
    const said = { from: 30, plays: [won, won] };
    expect(findDifference(said, { from: 30, plays: [won, won] })).toBeUndefined();
    expect(findDifference(said, { from: 30, plays: [won, { ...won, digest: "cd".repeat(16) }] })).toBe(31);
    expect(findDifference(said, { from: 30, plays: [won, late] })).toBeUndefined();
    // Whoever says that its own time ran out has to be believed nothing.
    expect(findDifference({ from: 30, plays: [late, won] }, said)).toBe(30);
  });

  it("is falsified unseen with the chance that counting all choices gives", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        fc.integer({ min: 0, max: 10 }),
        (n, f, tenths) => {
          const [falsified, share] = [Math.min(n, f), tenths / 10];
          let chance = 0;
          // Pieces 0 to falsified - 1 are false; a choice is who is drawn one by one, and who is always played again.
          for (let drawn = 0; drawn < 2 ** n; drawn++) {
            const bits = Array.from({ length: n }, (_, i) => (drawn >> i) & 1);
            const weight = bits.reduce<number>((product, bit) => product * (bit === 1 ? share : 1 - share), 1);
            if (bits.slice(0, falsified).includes(1)) continue;
            for (let chosen = falsified; chosen < n; chosen++) chance += weight / n;
          }
          expect(chanceUnnoticed(n, falsified, share)).toBeCloseTo(chance, 10);
        },
      ),
      { seed: 7, numRuns: 60 },
    );
  });
});
