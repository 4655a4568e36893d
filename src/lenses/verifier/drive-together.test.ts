import { existsSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { loadSpdl } from "../scyther/load.ts";
import type { Verdict } from "../../core/verdict/verdict.ts";
import { listClaims } from "../../core/protocol/claims/listing.ts";
import { runToEnd } from "./run-to-end.ts";
import { type Signal, Verifier } from "./verify.ts";
import type { Conditions } from "../conditions.ts";
import type { Search } from "./drive.ts";
import { driveTogether, type Ended } from "./drive-together.ts";

const never = new AbortController().signal;
const pause = (): Promise<void> => Promise.resolve();

/** A clock that stands still unless it is moved. */
function makeClock(): { now: () => number; pass: (milliseconds: number) => void } {
  let time = 0;
  return { now: () => time, pass: (milliseconds) => (time += milliseconds) };
}

/** A search of so many steps of one millisecond; writes its name down at every step. */
function* work(name: string, steps: number, pass: (milliseconds: number) => void, log: string[]): Search {
  for (let i = 1; i <= steps; i++) {
    pass(1);
    log.push(name);
    const answer: Signal = (yield { states: i, runs: 1 }) ?? "go";
    if (answer !== "go") return { is: "inconclusive", why: answer, reached: { runs: 0 } };
  }
  return { is: "vacuous", blocked: name };
}

async function runAll(
  steps: readonly number[],
  budget: number,
  more: Partial<Conditions> = {},
): Promise<{ ended: readonly Ended[]; log: string[] }> {
  const { now, pass } = makeClock();
  const log: string[] = [];
  const searches = steps.map((count, i) => work(`s${i}`, count, pass, log));
  const ended = await driveTogether(searches, { now, pause, signal: never, ...more }, budget);
  return { ended, log };
}

const reasons = (ended: readonly Ended[]): string[] =>
  ended.map((one) => (one.is === "failed" ? "failed" : one.verdict.is === "inconclusive" ? one.verdict.why : "done"));

describe("driveTogether", () => {
  it("finishes what is quick although something before it never ends", async () => {
    const { ended, log } = await runAll([1e9, 3, 5], 1000);
    expect(reasons(ended)).toEqual(["timeout", "done", "done"]);
    expect(log.lastIndexOf("s2")).toBeLessThan(40);
  });

  it("gives the time that others leave to those that need it", async () => {
    const { ended } = await runAll([880, 3, 5], 1000);
    expect(reasons(ended)).toEqual(["done", "done", "done"]);
  });

  it("shares the time evenly, whatever the order", () => {
    return fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 8 }), fc.integer({ min: 50, max: 5000 }), async (count, budget) => {
        const { log } = await runAll(Array<number>(count).fill(1e9), budget);
        const turns = Array.from({ length: count }, (_, i) => log.filter((name) => name === `s${i}`).length);
        // One step more where a turn ends between two, and one to hear that the time is up, in each of the rounds.
        expect(Math.max(...turns) - Math.min(...turns)).toBeLessThan(25);
        expect(log.length).toBeLessThan(budget + 2 * count + 25);
        expect(log.length).toBeGreaterThanOrEqual(budget);
      }),
    );
  });

  it("counts the time and the states of each", async () => {
    const { ended } = await runAll([7, 40], 1000);
    expect(ended).toMatchObject([
      { is: "judged", milliseconds: 7, states: 7 },
      { is: "judged", milliseconds: 40, states: 40 },
    ]);
  });

  it("lets a search that fails stop no other", async () => {
    const { now, pass } = makeClock();
    function* fail(): Search {
      pass(1);
      throw new Error("broken");
      yield { states: 1, runs: 1 };
    }
    const searches = [fail(), work("s", 5, pass, [])];
    const ended = await driveTogether(searches, { now, pause, signal: never }, 1000);
    expect(ended[0]).toMatchObject({ is: "failed", error: new Error("broken") });
    expect(ended[1]).toMatchObject({ is: "judged", verdict: { is: "vacuous" } });
  });

  it("cancels all that are left", async () => {
    const controller = new AbortController();
    let pauses = 0;
    const stop = (): Promise<void> => {
      if (++pauses === 2) controller.abort();
      return Promise.resolve();
    };
    const { ended } = await runAll([1e9, 1e9, 3], 1e6, { pause: stop, signal: controller.signal });
    expect(reasons(ended)).toEqual(["cancelled", "cancelled", "done"]);
  });

  it("ends the search at whose turn the memory is full, not the others", async () => {
    let looks = 0;
    const memory = { limit: 1, used: () => (++looks === 3 || looks === 4 ? 2 : 0), collect: () => undefined };
    const { ended } = await runAll([300, 300, 300], 1e6, { memory });
    expect(reasons(ended).sort()).toEqual(["done", "done", "memory"]);
  });

  it("needs no searches", async () => {
    expect(await driveTogether([], { now: () => 0, pause, signal: never }, 1)).toEqual([]);
  });
});

describe("claims judged in turns", () => {
  const folder = new URL("../scyther/fixtures/experiments/", import.meta.url).pathname;
  const read = (path: string) => (existsSync(path) ? { path, text: readFileSync(path, "utf8") } : undefined);
  const bounds = { maxRuns: 4, maxStates: 3000 };
  const models = ["e01-nspk.spdl", "e03-self-session.spdl", "d09-commit-order.spdl", "h05-timestamps.spdl"];

  it.each(models)("of %s get the verdicts that they get one by one", async (file) => {
    const { model } = loadSpdl(folder + file, read);
    const claims = listClaims(model);
    const alone: Verdict[] = claims.map((claim) => runToEnd(new Verifier(model), claim, bounds).verdict);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 60 }), async (step) => {
        let time = 0;
        const conditions = { now: () => (time += step), pause, signal: never };
        const verifier = new Verifier(model);
        const searches = claims.map((claim) => verifier.verify(claim, bounds));
        const ended = await driveTogether(searches, conditions, Number.MAX_SAFE_INTEGER);
        expect(ended.map((one) => (one.is === "judged" ? one.verdict : one))).toEqual(alone);
      }),
      { numRuns: 3 },
    );
  });
});
