import { describe, expect, it } from "vitest";
import type { ListedClaim } from "../core/protocol/claims/listing.ts";
import { askInTurn } from "./judges.ts";

const claimOf = (label: string) => ({ listed: { label } as ListedClaim, recorded: undefined });

/** A session in which each claim takes so long; writes down which share of the time it got. */
function makeSession(needs: Readonly<Record<string, number>>) {
  let time = 0;
  const asked: [string, number][] = [];
  return {
    asked,
    conditions: { now: () => time, pause: () => Promise.resolve(), signal: new AbortController().signal },
    session: {
      begin: () => undefined,
      close: () => undefined,
      judge: ({ label }: ListedClaim, _: unknown, milliseconds: number) => {
        asked.push([label, milliseconds]);
        const need = needs[label] ?? 0;
        if (need < 0) return Promise.reject(new Error("broken"));
        time += Math.min(need, milliseconds);
        const late = { is: "inconclusive", why: "timeout", reached: { runs: 0 } } as const;
        const verdict = need > milliseconds ? late : ({ is: "vacuous", blocked: label } as const);
        return Promise.resolve({ verdict, milliseconds: Math.min(need, milliseconds), states: 1 });
      },
    },
  };
}

async function ask(needs: Readonly<Record<string, number>>, budget: number) {
  const { session, conditions, asked } = makeSession(needs);
  const ended = await askInTurn(session, Object.keys(needs).map(claimOf), conditions, budget);
  return { ended: ended.map((one) => (one.is === "judged" ? one.verdict.is : one.is)), asked, used: conditions.now() };
}

describe("askInTurn", () => {
  it("gives each claim an even share of what is left", async () => {
    const { ended, asked } = await ask({ a: 10, b: 20, c: 30 }, 300);
    expect(asked).toEqual([
      ["a", 100],
      ["b", 145],
      ["c", 270],
    ]);
    expect(ended).toEqual(["vacuous", "vacuous", "vacuous"]);
  });

  it("asks once more where others left enough", async () => {
    const { ended, asked } = await ask({ a: 250, b: 10, c: 10 }, 400);
    expect(asked.map(([label]) => label)).toEqual(["a", "b", "c", "a"]);
    expect(ended).toEqual(["inconclusive", "vacuous", "vacuous"]);
    expect((await ask({ a: 240, b: 1, c: 1, d: 1 }, 400)).ended[0]).toBe("vacuous");
  });

  it("keeps to its budget", async () => {
    const { ended, used } = await ask({ a: 1e9, b: 1e9, c: 1e9 }, 300);
    expect(ended).toEqual(["inconclusive", "inconclusive", "inconclusive"]);
    expect(used).toBeLessThanOrEqual(300);
  });

  it("goes on behind a claim that fails", async () => {
    expect((await ask({ a: -1, b: 1 }, 100)).ended).toEqual(["failed", "vacuous"]);
  });
});
