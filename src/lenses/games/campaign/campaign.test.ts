import { describe, expect, it } from "vitest";
import { describeAdvantage } from "../verdict-kinds.ts";
import type { Estimated } from "../verdict-kinds.ts";
import { type BatchResult, NO_DIGEST, type PlayRecord, readBatch } from "./batch.ts";
import { correctForMany } from "./correct.ts";
import { Count } from "./outcome.ts";
import { type CampaignPlan, readPlan, writePlan } from "./plan.ts";

const PLAN: CampaignPlan = {
  schema: "assay/campaign-1",
  protocol: "p",
  theories: ["pre"],
  signed: [],
  target: "as-registered",
  game: "collusion",
  adversary: { kind: "shipped", name: "dividing" },
  names: { extract: "keyOfA" },
  backend: "mcl",
  seed: "1",
  length: { kind: "plays", plays: 40 },
  confidence: 0.99,
  timeLimitSeconds: 10,
};
const DETECT: CampaignPlan = { ...PLAN, length: { kind: "detect", advantage: 0.5 } };

function makeBatch(from: number, results: readonly PlayRecord["result"][]): BatchResult {
  const plays = results.map((result, i): PlayRecord => {
    const digest = (from + i).toString(16).padStart(32, "0");
    return result === "forfeited"
      ? { result, digest, forfeit: { rule: "threw", text: `${from + i}` } }
      : { result, digest };
  });
  return { from, plays };
}

const BATCHES = [0, 10, 20, 30].map((from) =>
  makeBatch(from, ["won", "won", "lost", "forfeited", "won", "won", "won", "won", "won", "won"]),
);

describe("Count", () => {
  it("comes to the same whatever the order, and counts nothing twice", () => {
    const outcomes = [BATCHES, [...BATCHES].reverse(), [...BATCHES, ...BATCHES]].map((batches) => {
      const count = new Count(PLAN, "distinguish");
      for (const batch of batches) count.take(batch);
      return count.conclude();
    });
    expect(outcomes[1]).toEqual(outcomes[0]);
    expect(outcomes[2]).toEqual(outcomes[0]);
    expect(outcomes[0]?.tally).toEqual({ plays: 40, won: 32, forfeited: 4 });
    expect(outcomes[0]?.forfeits).toEqual([{ rule: "threw", count: 4, first: { play: 3, text: "3" } }]);
  });

  it("has another digest for another result, and for another transcript", () => {
    const digests = [
      makeBatch(0, ["won", "won"]),
      makeBatch(0, ["won", "lost"]),
      { from: 0, plays: [...makeBatch(0, ["won"]).plays, { result: "won", digest: NO_DIGEST } as const] },
    ].map((batch) => {
      const count = new Count({ ...PLAN, length: { kind: "plays", plays: 2 } }, "search");
      count.take(batch);
      return count.conclude().digest;
    });
    expect(new Set(digests).size).toBe(3);
  });

  it("says of a campaign that was stopped what may be said at any time, which is less", () => {
    const [whole, stopped] = [40, 400].map((plays) => {
      const count = new Count({ ...PLAN, length: { kind: "plays", plays } }, "search");
      for (const from of [0, 10, 20, 30]) count.take(makeBatch(from, Array<"won">(10).fill("won")));
      return count.conclude();
    });
    expect(stopped?.interval.low).toBeLessThan(whole?.interval.low ?? 0);
    expect(stopped?.interval.low).toBeGreaterThan(0);
  });

  it("stops a test where it decides, not before the first look, and leaves out what was played past that", () => {
    const count = new Count(DETECT, "search");
    expect(count.isDone()).toBe(false);
    count.take(makeBatch(0, Array<"won">(10).fill("won")));
    expect(count.isDone()).toBe(false);
    count.take(makeBatch(10, Array<"won">(10).fill("won")));
    expect(count.isDone()).toBe(true);
    expect(count.conclude()).toMatchObject({ decision: "advantage", tally: { plays: 16, won: 16 } });
  });
});

describe("plans and batches from elsewhere", () => {
  it("are read as they were written", () => {
    for (const plan of [PLAN, DETECT]) expect(readPlan(JSON.parse(writePlan(plan)))).toEqual(plan);
    const batch = BATCHES[1];
    expect(readBatch(JSON.parse(JSON.stringify(batch)), 10, 10)).toEqual(batch);
  });

  it.each<[string, unknown]>([
    ["nothing", undefined],
    ["another version", { ...PLAN, schema: "assay/campaign-2" }],
    ["another target", { ...PLAN, target: "none" }],
    ["endless plays", { ...PLAN, length: { kind: "plays", plays: 1e12 } }],
    ["a confidence of two", { ...PLAN, confidence: 2 }],
    ["a name that is none", { ...PLAN, names: { extract: 3 } }],
    ["a long text", { ...PLAN, seed: "x".repeat(2000) }],
  ])("%s is no plan", (_, value) => {
    expect(() => readPlan(value)).toThrow(TypeError);
  });

  it.each<[string, unknown]>([
    ["a text", "no"],
    ["another batch", { ...BATCHES[1], from: 20 }],
    ["too few plays", { from: 10, plays: BATCHES[1]?.plays.slice(1) }],
    [
      "a rule that there is not",
      {
        from: 10,
        plays: Array<unknown>(10).fill({ result: "forfeited", digest: NO_DIGEST, forfeit: { rule: "x", text: "" } }),
      },
    ],
    ["a digest that is none", { from: 10, plays: Array<unknown>(10).fill({ result: "won", digest: "x" }) }],
  ])("%s is no result of this batch", (_, value) => {
    expect(() => readBatch(value, 10, 10)).toThrow(TypeError);
  });
});

describe("what a result reads as", () => {
  const verdict: Estimated = {
    is: "estimated",
    advantage: [0.98241, 1],
    confidence: 0.99,
    goal: "distinguish",
    plays: 600,
    won: 600,
    forfeits: [],
    method: "fixed",
    seed: "1",
    adversary: "a",
    distinguished: true,
    definition: "",
    assumptions: [],
    notCovered: [],
    digest: "",
  };

  it("names the interval, the confidence and the plays", () => {
    expect(describeAdvantage(verdict)).toBe("advantage 0.982 to 1 at 99 %, 600 of 600 plays won: attack");
    const none = { ...verdict, advantage: [0, 0.0609] as const, plays: 4000, won: 2040, distinguished: false };
    expect(describeAdvantage(none)).toBe("below 0.061 at 99 % for this adversary, 4,000 plays");
  });

  it("is no attack among many games when chance would do", () => {
    const lucky = { ...verdict, plays: 20, won: 17, advantage: [0.1, 0.9] as const };
    const unlucky = { ...verdict, plays: 20, won: 10, advantage: [0, 0.6] as const, distinguished: false };
    const alone = correctForMany([lucky]);
    const many = correctForMany([lucky, ...Array<Estimated>(20).fill(unlucky)].map((one) => ({ ...one })));
    expect(alone[0]?.distinguished).toBe(true);
    expect(many[0]?.distinguished).toBe(false);
    expect(correctForMany([{ ...lucky, method: "sequential" }, unlucky])[0]?.distinguished).toBe(true);
  });
});
