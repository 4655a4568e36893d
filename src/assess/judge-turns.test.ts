/** How claims share the time of their source: by a clock that only the searches move. */
import { describe, expect, it } from "vitest";
import { giveUpUnseen, type Judged, type Session } from "../lenses/lens.ts";
import { judgeTurns, type Task } from "./judge-turns.ts";
import { type Cut, type Inheritance, type Journal, NO_JOURNAL, Past } from "./journal.ts";

interface Share {
  readonly claim: string;
  readonly milliseconds: number;
  readonly after: string;
}

const FOUND: Judged = { verdict: { is: "vacuous", blocked: "recv 1" }, milliseconds: 0, states: 0 };

/** Judges claims that need so many milliseconds each; says who had a turn, and how each ended. */
async function judge(
  needs: Readonly<Record<string, number | "full">>,
  budget: number,
  inheritance: Inheritance = { entries: [], cuts: [] },
): Promise<{ shares: Share[]; ends: Record<string, string>; written: string[] }> {
  let now = 0;
  const had = new Map<string, number>();
  const shares: Share[] = [];
  const ends: Record<string, string> = {};
  const written: string[] = [];
  const labels = Object.keys(needs);
  const session: Session = {
    ask: (index, { milliseconds, after }) => {
      const label = labels[index] ?? "";
      shares.push({ claim: label, milliseconds, after });
      const need = needs[label] ?? 0;
      if (need === "full") return Promise.resolve(giveUpUnseen("memory"));
      const left = need - (had.get(label) ?? 0);
      const taken = Math.min(left, milliseconds);
      now += taken;
      had.set(label, (had.get(label) ?? 0) + taken);
      if (taken === left) return Promise.resolve(FOUND);
      return Promise.resolve(after === "park" ? "parked" : giveUpUnseen("timeout"));
    },
    giveUp: (_index, why) => giveUpUnseen(why),
    close: () => undefined,
  };
  const journal: Journal = {
    ...NO_JOURNAL,
    past: new Past(inheritance),
    write: (entry) => void (entry.is === "judged" && written.push(entry.claim)),
  };
  const conditions = { now: () => now, pause: () => Promise.resolve(), signal: new AbortController().signal };
  const tasks = labels.map((_, index): Task => ({ source: "a", session, index, name: `${index} verifier` }));
  await judgeTurns(tasks, conditions, budget, journal, {
    start: () => undefined,
    spend: () => undefined,
    settle: (settled) => {
      const { verdict } = settled.is === "judged" ? settled.judged : giveUpUnseen("cancelled");
      ends[labels[settled.task.index] ?? ""] = verdict.is === "inconclusive" ? verdict.why : verdict.is;
    },
  });
  return { shares, ends, written };
}

describe("judgeTurns", () => {
  it("interrupts nobody where all are quick", async () => {
    const { shares, ends } = await judge({ a: 10, b: 10, c: 10 }, 300);
    expect(shares).toEqual([
      { claim: "a", milliseconds: 100, after: "park" },
      { claim: "b", milliseconds: 145, after: "park" },
      { claim: "c", milliseconds: 280, after: "end" },
    ]);
    expect(Object.values(ends)).toEqual(["vacuous", "vacuous", "vacuous"]);
  });

  it("lets a hard claim wait, and gives it what the others leave", async () => {
    const { shares, ends } = await judge({ hard: 250, b: 10, c: 10 }, 300);
    expect(shares).toEqual([
      { claim: "hard", milliseconds: 100, after: "park" },
      { claim: "b", milliseconds: 100, after: "park" },
      { claim: "c", milliseconds: 190, after: "park" },
      { claim: "hard", milliseconds: 180, after: "end" },
    ]);
    expect(ends).toEqual({ hard: "vacuous", b: "vacuous", c: "vacuous" });
  });

  it("says of claims that no time is left for that there was none", async () => {
    const { shares, ends } = await judge({ a: 1e9, b: 1e9, c: 10 }, 40);
    expect(shares.map(({ claim }) => claim)).toEqual(["a", "b"]);
    expect(ends).toEqual({ a: "timeout", b: "timeout", c: "timeout" });
  });

  it("ends what waits when the memory is full", async () => {
    const { ends, shares } = await judge({ waits: 1e9, fills: "full", c: 10 }, 300);
    expect(ends).toEqual({ waits: "memory", fills: "memory", c: "vacuous" });
    expect(shares.filter(({ claim }) => claim === "waits")).toHaveLength(1);
  });

  it("does not try again what an earlier process found, or was cut off over", async () => {
    const cut = (claim: string, why: Cut): Inheritance["cuts"][number] => ({
      work: { is: "judging", source: "a", claim },
      why,
    });
    const { shares, ends, written } = await judge({ found: 1, late: 1, full: 1, died: 1, open: 1 }, 300, {
      entries: [{ is: "judged", source: "a", claim: "0 verifier", ...FOUND }],
      cuts: [cut("1 verifier", "timeout"), cut("2 verifier", "memory"), cut("3 verifier", "exit")],
    });
    expect(shares.map(({ claim }) => claim)).toEqual(["open"]);
    expect(ends).toEqual({ found: "vacuous", late: "timeout", full: "memory", died: "memory", open: "vacuous" });
    expect(written).toEqual(["4 verifier"]);
  });
});
