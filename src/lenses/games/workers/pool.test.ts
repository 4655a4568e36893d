import { afterAll, describe, expect, it } from "vitest";
import { makePlan, runToEnd, writeAdversary } from "./example.ts";
import { openPool } from "./pool.ts";

const [one, two] = [openPool(1), openPool(2)];

afterAll(() => Promise.all([one.close(), two.close()]));

describe("a pool", () => {
  it("comes to the same with one thread and with two", async () => {
    const plan = makePlan({ game: "record-binding", adversary: { kind: "shipped", name: "relabelling" } });
    expect(JSON.stringify(await runToEnd(plan, two))).toBe(JSON.stringify(await runToEnd(plan, one)));
  });

  it("does not depend on threads where an adversary remembers what it did", async () => {
    const counting =
      "let n = 0; export default (game) => ({ grant: { owner: `${n++}`, reader: '', record: '', nonce: '' }, signature: new Uint8Array() });";
    const { plan, file } = writeAdversary(counting);
    expect(JSON.stringify(await runToEnd(plan, two, file))).toBe(JSON.stringify(await runToEnd(plan, one, file)));
  });

  it("forfeits the plays of an adversary that misbehaves, each by its rule, and plays all others", async () => {
    const { plan, file } = writeAdversary(
      `export default ({ randomness, sign }) => {
        const grant = { owner: "a", reader: "b", record: "c", nonce: "d" };
        switch (randomness.bytes(1)[0] % 8) {
          case 0: throw new Error("not today");
          case 1: return "no";
          case 2: return { grant, signature: sign(grant) };
          default: return { grant, signature: randomness.bytes(64) };
        }
      };`,
    );
    const { tally, forfeits } = await runToEnd(plan, two, file);
    expect(tally.plays).toBe(40);
    expect(tally.won).toBe(0);
    expect(forfeits.map(({ rule }) => rule).sort()).toEqual(["forbidden-query", "threw", "wrong-answer"]);
    expect(forfeits.find(({ rule }) => rule === "threw")?.first.text).toBe("not today");
  });

  it("ends a play whose time is up, with its thread, and goes on with the others", async () => {
    const { plan, file } = writeAdversary(
      `export default ({ randomness }) => {
        const draw = randomness.bytes(1)[0] % 4;
        if (draw === 0) for (;;) {}
        if (draw === 1) process.exit(0);
        if (draw === 2) queueMicrotask(() => { for (;;) {} });
        return { grant: { owner: "", reader: "", record: "", nonce: "" }, signature: new Uint8Array(64) };
      };`,
      { length: { kind: "plays", plays: 6 }, timeLimitSeconds: 1, seed: "few" },
    );
    const { tally, forfeits } = await runToEnd(plan, one, file);
    expect(forfeits.map(({ rule }) => rule)).toEqual(["time-limit"]);
    expect(tally.plays).toBe(6);
    expect(tally.forfeited).toBeGreaterThan(1);
    expect(tally.forfeited).toBeLessThan(6);
  });

  it.each([
    ["export default 3;", /exports no function/],
    ["export default (", /cannot be loaded/],
    ["throw new Error('at once');", /at once/],
  ])("an adversary that cannot be loaded is told, not played: %s", async (text, said) => {
    const { plan, file } = writeAdversary(text);
    await expect(runToEnd(plan, one, file)).rejects.toThrow(said);
  });
});
