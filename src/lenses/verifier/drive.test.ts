import { describe, expect, it } from "vitest";
import type { Verdict } from "../../core/verdict/verdict.ts";
import type { Progress, Signal } from "./verify.ts";
import { driveSearch, type Search } from "./drive.ts";

/** A search of so many slices; each answer of the driver is written down. */
function* search(slices: number, answers: Signal[]): Search {
  for (let i = 1; i <= slices; i++) {
    const answer = (yield { states: i * 64, runs: 1 }) ?? "go";
    answers.push(answer);
    if (answer !== "go") return { is: "inconclusive", why: answer, reached: { runs: 0 } };
  }
  return { is: "vacuous", blocked: "recv M1" };
}

/** A clock that moves on by a step whenever it is looked at. */
function clock(step: number): () => number {
  let time = 0;
  return () => (time += step);
}

const never = new AbortController().signal;
const pause = (): Promise<void> => Promise.resolve();
const ignore = (): void => undefined;

async function run(slices: number, step: number, timeout: number): Promise<{ verdict: Verdict; answers: Signal[] }> {
  const answers: Signal[] = [];
  const conditions = { now: clock(step), pause, signal: never };
  const { verdict } = await driveSearch(search(slices, answers), conditions, timeout, ignore);
  return { verdict, answers };
}

describe("driveSearch", () => {
  it("goes on until there is a verdict", async () => {
    const { verdict, answers } = await run(5, 1, 1000);
    expect(verdict).toEqual({ is: "vacuous", blocked: "recv M1" });
    expect(answers).toEqual(["go", "go", "go", "go", "go"]);
  });

  it("asks for an end at the deadline, and not before", async () => {
    const { verdict, answers } = await run(50, 10, 95);
    expect(verdict).toMatchObject({ is: "inconclusive", why: "timeout" });
    expect(answers.filter((answer) => answer === "go").length).toBeGreaterThan(3);
  });

  it("hears a cancellation that comes while it pauses", async () => {
    const controller = new AbortController();
    const answers: Signal[] = [];
    let pauses = 0;
    const conditions = {
      now: clock(20),
      pause: () => {
        pauses++;
        if (pauses === 3) controller.abort();
        return Promise.resolve();
      },
      signal: controller.signal,
    };
    const driven = await driveSearch(search(1000, answers), conditions, 1e9, ignore);
    expect(driven.verdict).toMatchObject({ why: "cancelled" });
    expect(answers.at(-1)).toBe("cancelled");
    expect(pauses).toBe(3);
  });

  it("reports progress when it pauses, and counts states and time", async () => {
    const seen: Progress[] = [];
    const conditions = { now: clock(30), pause, signal: never };
    const driven = await driveSearch(search(4, []), conditions, 1e9, (progress) => seen.push(progress));
    expect(seen).not.toEqual([]);
    expect(driven.states).toBe(4 * 64);
    expect(driven.milliseconds).toBeGreaterThan(0);
  });

  it("asks for an end when the memory is full, although there is time", async () => {
    const answers: Signal[] = [];
    let used = 0;
    const memory = { limit: 100, used: () => (used += 30), collect: () => undefined };
    const conditions = { now: clock(20), pause, signal: never, memory };
    const driven = await driveSearch(search(1000, answers), conditions, 1e9, ignore);
    expect(driven.verdict).toMatchObject({ is: "inconclusive", why: "memory" });
    expect(answers.filter((answer) => answer === "go").length).toBeGreaterThan(2);
    expect(answers.at(-1)).toBe("memory");
  });

  it("goes on when there was only garbage", async () => {
    const answers: Signal[] = [];
    let used = 0;
    const memory = { limit: 100, used: () => (used += 30), collect: () => (used = 0) };
    const conditions = { now: clock(20), pause, signal: never, memory };
    await driveSearch(search(100, answers), conditions, 1e9, ignore);
    expect(new Set(answers)).toEqual(new Set(["go"]));
  });
});
