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

  it("lets no adversary remember an earlier play", async () => {
    const counting = `globalThis.plays ??= 0;
      let mine = 0;
      export default () => {
        if (++globalThis.plays + ++mine > 2) throw new Error("remembers");
        return { statement: { of: "DO 1", parts: [1, 1, 1, 8, 16].map((length) => new Uint8Array(length)) }, signature: new Uint8Array(64) };
      };`;
    const { plan, file } = writeAdversary(counting, { length: { kind: "plays", plays: 3 } });
    const { tally, forfeits } = await runToEnd(plan, one, file);
    expect([tally.plays, forfeits]).toEqual([3, []]);
  }, 60_000);

  it.each([
    ["the scheme that it was given", "({ scheme }) => { scheme.verify = () => true; return forgery; }", "euf-cma"],
    ["the curve", "({ curve }) => { curve.g1.equals = () => true; return curve.g1.generator; }", "collusion"],
    [
      "the challenger's public key",
      `(game) => {
        const [m0, m1] = [0, 1].map(() => game.scheme.drawElement(game.curve, game.randomness));
        game.h1.clear();
        const { ciphertext } = game.challenge("owner", m0, m1);
        return game.curve.gt.equals(ciphertext.c2, m1) ? 1 : 0;
      }`,
      "ind-prid-cpa",
    ],
  ])(
    "lets no adversary win by changing %s",
    async (_, play, game) => {
      const forgery = `{ statement: { of: "DO 1", parts: [1, 1, 1, 8, 16].map((length) => new Uint8Array(length)) }, signature: new Uint8Array(64) }`;
      const named = play.replace("game.publicKey", "(game.h1 ?? game.authorityKey ?? {})");
      const { plan, file } = writeAdversary(`const forgery = ${forgery}; export default ${named};`, {
        game,
        length: { kind: "plays", plays: 3 },
      });
      const { tally } = await runToEnd(plan, one, file);
      expect(tally.plays).toBe(3);
      if (game !== "ind-prid-cpa") expect(tally.won).toBe(0);
    },
    60_000,
  );

  it("draws the challenger's coins from a secret that the seed of the campaign does not give", async () => {
    // Recomputes, as public code allows, what the challenger would draw from the seed, and answers with its coin.
    const knowing = `import { seededRandomness } from "${new URL("../../../live/crypto/randomness.ts", import.meta.url).pathname}";
      export default (game) => {
        const m = [0, 1].map(() => game.scheme.drawElement(game.curve, game.randomness));
        game.challenge("owner", m[0], m[1]);
        const want = Buffer.from(game.curve.g2.encode(game.h1)).toString("hex");
        for (let i = 0; i < 12; i++) {
          const coins = seededRandomness("challenger/test/ind-prid-cpa/" + i);
          const key = game.scheme.setUp(game.curve, coins).publicKey;
          if (Buffer.from(game.curve.g2.encode(key)).toString("hex") !== want) continue;
          throw new Error("knows the coins");
        }
        return 0;
      };`;
    const length = { kind: "plays", plays: 4 } as const;
    const change = { game: "ind-prid-cpa", length } as const;
    const { plan, file } = writeAdversary(knowing, { ...change });
    const guessed = await runToEnd(plan, one, file);
    expect(guessed.forfeits.map(({ first }) => first.text)).toEqual(["knows the coins"]);
    const { forfeits } = await runToEnd({ ...plan, secret: "5e".repeat(32) }, one, file);
    expect(forfeits).toEqual([]);
  }, 60_000);

  it("forfeits the plays of an adversary that misbehaves, each by its rule, and plays all others", async () => {
    const { plan, file } = writeAdversary(
      `export default ({ randomness, sign }) => {
        const statement = { of: "DO 1", parts: [1, 1, 1, 8, 16].map((length) => new Uint8Array(length)) };
        switch (randomness.bytes(1)[0] % 4) {
          case 0: throw new Error("not today");
          case 1: return "no";
          case 2: return { statement, signature: sign(statement) };
          default: return { statement, signature: randomness.bytes(64) };
        }
      };`,
      { length: { kind: "plays", plays: 16 } },
    );
    const { tally, forfeits } = await runToEnd(plan, two, file);
    expect(tally.plays).toBe(16);
    expect(tally.won).toBe(0);
    expect(forfeits.map(({ rule }) => rule).sort()).toEqual(["forbidden-query", "threw", "wrong-answer"]);
    expect(forfeits.find(({ rule }) => rule === "threw")?.first.text).toBe("not today");
  }, 120_000);

  it("ends a play whose time is up, with its thread, and goes on with the others", async () => {
    const { plan, file } = writeAdversary(
      `export default ({ randomness }) => {
        const draw = randomness.bytes(1)[0] % 4;
        if (draw === 0) for (;;) {}
        if (draw === 1) process.exit(0);
        if (draw === 2) queueMicrotask(() => { for (;;) {} });
        return { statement: { of: "DO 1", parts: [1, 1, 1, 8, 16].map((length) => new Uint8Array(length)) }, signature: new Uint8Array(64) };
      };`,
      { length: { kind: "plays", plays: 6 }, timeLimitSeconds: 1, seed: "few" },
    );
    const { tally, forfeits } = await runToEnd(plan, one, file);
    expect(forfeits.map(({ rule }) => rule)).toEqual(["time-limit"]);
    expect(tally.plays).toBe(6);
    expect(tally.forfeited).toBeGreaterThan(1);
    expect(tally.forfeited).toBeLessThan(6);
  }, 120_000);

  it.each([
    ["export default 3;", /exports no function/],
    ["export default (", /cannot be loaded/],
    ["throw new Error('at once');", /at once/],
  ])(
    "an adversary that cannot be loaded is told, not played: %s",
    async (text, said) => {
      const { plan, file } = writeAdversary(text);
      await expect(runToEnd(plan, one, file)).rejects.toThrow(said);
    },
    60_000,
  );
});
