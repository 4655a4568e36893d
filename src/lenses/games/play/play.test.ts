import { describe, expect, it } from "vitest";
import { findBout, makeArena, PAD_GAME, type PadView, PARITY, playMany } from "../example.ts";
import type { Strategy } from "./game.ts";
import { playOnce } from "./play.ts";
import { QUERY_LIMIT } from "./referee.ts";
import { replayTranscript } from "./replay.ts";

const arena = await makeArena();

function playPad(play: unknown): ReturnType<typeof playOnce> {
  return playOnce(PAD_GAME, { play: play as Strategy<PadView, 0 | 1> }, arena, "seed");
}

describe("playOnce", () => {
  it("gives the same transcript for the same seed, and another for another", () => {
    const [first, again] = [0, 1].map(() => playOnce(PAD_GAME, PARITY, arena, "seed"));
    expect(again).toEqual(first);
    expect(playOnce(PAD_GAME, PARITY, arena, "other").digest).not.toEqual(first?.digest);
  });

  it.each<[string, unknown, string, RegExp]>([
    [
      "throws",
      () => {
        throw new Error("so\nthere");
      },
      "threw",
      /so there/,
    ],
    ["answers a text", () => "0", "wrong-answer", /0 or 1/],
    ["answers later", () => Promise.resolve(0), "wrong-answer", /0 or 1/],
    ["answers nothing", () => undefined, "wrong-answer", /0 or 1/],
    ["hands over a text", ({ challenge }: PadView) => challenge("a" as never, 1), "wrong-answer", /challenge takes/],
    [
      "hands over too few",
      ({ challenge }: PadView) => challenge(...([] as unknown as [number, number])),
      "wrong-answer",
      /challenge/,
    ],
    [
      "asks without end",
      ({ challenge }: PadView) => {
        for (;;) challenge(0, 1);
      },
      "too-many-queries",
      /20000/,
    ],
    ["is no function", 3, "threw", /not a function/],
  ])("a play is forfeited by who %s", (_, play, rule, text) => {
    const { result, forfeit } = playPad(play);
    expect(result).toBe("forfeited");
    expect(forfeit?.rule).toBe(rule);
    expect(forfeit?.text).toMatch(text);
  });

  it("has a limit of queries that the transcript does not exceed", () => {
    const { exchanges } = playPad(({ challenge }: PadView) => {
      for (;;) challenge(0, 1);
    });
    expect(exchanges.length).toBe(QUERY_LIMIT);
  });

  it("does not let a forfeit be taken back by catching it", () => {
    const caught = ({ challenge }: PadView): 0 | 1 => {
      try {
        challenge("a" as never, 1);
      } catch {
        // As if nothing had been.
      }
      return 0;
    };
    expect(playPad(caught).forfeit?.rule).toBe("wrong-answer");
  });

  it("does not blame an adversary for a challenger that fails, nor lets it hide that", () => {
    const broken = {
      ...PAD_GAME,
      open: () => ({
        view: { challenge: () => 0 },
        isWon: () => {
          throw new Error("bug");
        },
      }),
    };
    expect(() => playOnce(broken, PARITY, arena, "seed")).toThrow(/winning condition: bug/);
  });

  it("leaves an adversary nothing to change for the next play", () => {
    const meddling = {
      play: (view: PadView): 0 | 1 => {
        (view as { challenge: unknown }).challenge = () => 0;
        return 0;
      },
    };
    const results = playMany(PAD_GAME, meddling, arena, 40).map(({ result }) => result);
    expect(new Set(results)).toEqual(new Set(["won", "lost"]));
  });
});

describe("replayTranscript", () => {
  it.each([
    ["collusion", "dividing"],
    ["ind-hra", "mask-of-another"],
    ["euf-cma", "other-part"],
    ["asa-surveillance:enc", "keyed-coins"],
  ])("comes to the same result for %s, and notices a changed answer", (name, adversaryName) => {
    const { game, adversary } = findBout(name, adversaryName);
    const { exchanges, result } = playOnce(game, adversary, arena, "seed");
    expect(replayTranscript(game, arena, "seed", exchanges)).toEqual({ kind: "replayed", won: result === "won" });
    expect(replayTranscript(game, arena, "another", exchanges).kind).toBe("differs");
    const changed = exchanges.map((one, i) => (i === 1 ? { ...one, answered: Uint8Array.of(1, 2) } : one));
    expect(replayTranscript(game, arena, "seed", changed)).toEqual({ kind: "differs", exchange: 1 });
  });
});
