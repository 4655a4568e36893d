/** A worker that falsifies one piece of a hundred, with plays that take no time. */
import { describe, expect, it } from "vitest";
import type { Coordinator } from "../../../queue/coordinator.ts";
import type { BatchResult, PlayRecord } from "../campaign/batch.ts";
import { countToChange } from "../campaign/margin.ts";
import { listBouts } from "../bouts.ts";
import { SIGNED } from "../example.ts";
import { boundAdvantage } from "../estimate/advantage.ts";
import { makePlan } from "./example.ts";
import { KEEP_NOTHING } from "./keep.ts";
import { playCampaigns } from "./play-campaigns.ts";
import type { Piece, Runner } from "./pool.ts";
import { playOn } from "./queue.ts";

const PLAYS = 1000;
const FALSE_PIECE = 570;

type Truth = (index: number) => PlayRecord["result"];

const digestOf = (index: number): string => index.toString(16).padStart(32, "0");

function play({ from, count }: Pick<Piece, "from" | "count">, truth: Truth): BatchResult {
  const plays = Array.from({ length: count }, (_, i) => ({ result: truth(from + i), digest: digestOf(from + i) }));
  return { from, plays };
}

/** Plays on two workers, of which one says of one piece that its plays ended otherwise. */
async function playWith(game: string, truth: Truth, lie: PlayRecord["result"], redundancy: number) {
  const liar: Truth = (index) => (index >= FALSE_PIECE && index < FALSE_PIECE + 10 ? lie : truth(index));
  const queue: Coordinator = {
    width: 1,
    redundancy,
    isSealed: true,
    ask: ({ body, read, differ }) => {
      const said = (one: Truth) => read(JSON.stringify(play(JSON.parse(body) as Piece, one)));
      const [first, second] = [said(liar), said(truth)];
      const difference = redundancy > 1 ? differ(first, second) : undefined;
      if (difference !== undefined) return Promise.reject(new Error(`AS144: ${difference}`));
      return Promise.resolve([{ worker: "liar", value: first }]);
    },
    close: () => Promise.resolve(),
  };
  const here: Runner = {
    width: 1,
    run: (piece) => Promise.resolve(play(piece, truth)),
    close: () => Promise.resolve(),
  };
  const notes: string[] = [];
  // What the sample draws is never the false piece: that is the case of 98 in 100.
  const runner = playOn(queue, (text) => notes.push(text), { here, draw: () => 0.999 });
  const found = listBouts(["pre", "sign"], SIGNED).find((bout) => bout.game.name === game)?.game;
  if (found === undefined) throw new Error(game);
  const plan = makePlan({ game, length: { kind: "plays", plays: PLAYS } });
  const { signal } = new AbortController();
  const follow = () => ({ keep: KEEP_NOTHING, listen: () => undefined });
  const played = await playCampaigns([{ plan, game: found, file: undefined }], { runner, signal, follow }).then(
    ({ corrected }) => corrected[0]?.verdict.distinguished,
    (error: unknown) => String(error),
  );
  return { played, notes: notes.join("\n") };
}

describe("a worker that falsifies one piece of a hundred", () => {
  it("makes no attack: of a search that was won, a piece that was won is played again", async () => {
    const { played } = await playWith("euf-cma", () => "lost", "won", 1);
    expect(played).toMatch(/AS143 .*liar/);
  });

  it("does not hide an attack that wins more often than that, and it is said what would", async () => {
    const { played, notes } = await playWith("euf-cma", (index) => (index % 20 < 10 ? "won" : "lost"), "lost", 1);
    expect(played).toBe(true);
    expect(notes).toContain("A piece that was won was played again here");
    const told = await playWith("ind-prid-cpa", () => "won", "lost", 1);
    expect(told.played).toBe(true);
    const fewest = /another one if (\d+) of 100 pieces are false/.exec(told.notes)?.[1];
    expect(Number(fewest)).toBeGreaterThan(1);
  });

  it("hides what is won in that piece alone, with a chance that is said; a second worker finds it", async () => {
    const truth: Truth = (index) => (index === FALSE_PIECE ? "won" : "lost");
    const { played, notes } = await playWith("euf-cma", truth, "lost", 1);
    expect(played).toBe(false);
    expect(notes).toContain(
      "if 1 of 100 pieces are false, of one worker; that would go unnoticed with a chance of 98.0 %: (1 - 0.01)^1 (1 - 1/100)",
    );
    expect((await playWith("euf-cma", truth, "lost", 2)).played).toContain("AS144: play 570");
  });
});

describe("the fewest pieces that change a verdict", () => {
  it.each([
    ["search", 0],
    ["search", 1],
    ["search", 95],
    ["search", 200],
    ["distinguish", 100],
    ["distinguish", 0],
    ["distinguish", 125],
    ["distinguish", 190],
  ] as const)("%s with %d wins of 200 are those that trying every number finds", (goal, won) => {
    const tally = { plays: 200, won, forfeited: 0 };
    const isFound = (wins: number): boolean => boundAdvantage(goal, { ...tally, won: wins }, 0.99).low > 0;
    const all = Array.from({ length: 201 }, (_, wins) => wins);
    const changes = all.filter((wins) => isFound(wins) !== isFound(won)).map((wins) => Math.abs(wins - won));
    expect(countToChange(goal, tally, 0.99)).toBe(Math.ceil(Math.min(...changes) / 10));
  });
});
