/** Shared parts of game tests: a toy game that is sound, an arena, and plays counted. */
import { loadBackend } from "../../live/crypto/suite.ts";
import { type AnyAdversary, type AnyGame, listBouts } from "./bouts.ts";
import type { SignedStatement } from "../../live/wire/signed-statements.ts";
import type { Tally } from "./estimate/advantage.ts";
import { BIT, COUNT } from "./play/codec.ts";
import { tossCoin } from "./play/coin.ts";
import type { Adversary, Game } from "./play/game.ts";
import { type Arena, type PlayResult, playOnce, seedPlay } from "./play/play.ts";
import { TARGETS } from "./scheme/scheme.ts";

/** Two statements of one form, with a name, a text, a time and a nonce. */
export const SIGNED: readonly SignedStatement[] = ["DO 1", "DU 1"].map((name) => ({
  name,
  context: `example sign by ${name}`,
  parts: [
    { name: "owner", at: [0], is: "name", tag: 61441 },
    { name: "reader", at: [1], is: "name", tag: 61441 },
    { name: "note", at: [2, 0], is: "text" },
    { name: "T", at: [2, 1], is: "number", tag: 1 },
    { name: "N", at: [3], is: "bytes", tag: 61442, length: 16 },
  ],
}));

/** One of two numbers, behind a pad that is used once. */
export interface PadView {
  readonly challenge: (first: number, second: number) => number;
}

/** A game that nobody can win but by luck. */
export const PAD_GAME: Game<PadView, 0 | 1> = {
  name: "one-time-pad",
  title: "A one-time pad",
  goal: "distinguish",
  definition: "Perfect secrecy.",
  assumptions: [],
  notCovered: [],
  answer: BIT,
  open({ randomness, referee }) {
    const coin = tossCoin(randomness);
    return {
      view: {
        challenge: referee.oracle("challenge", [COUNT, COUNT], COUNT, (first, second) => {
          const pad = randomness.bytes(1)[0] ?? 0;
          return ((coin === 0 ? first : second) & 255) ^ pad;
        }),
      },
      isWon: (guess) => guess === coin,
    };
  },
};

/** Takes the parity of what it sees for the answer. */
export const PARITY: Adversary<PadView, 0 | 1> = {
  name: "parity",
  about: "Takes the parity of what it sees for the answer.",
  play: ({ challenge }) => ((challenge(0, 1) & 1) === 1 ? 1 : 0),
};

/** An arena on the faster curve. */
export async function makeArena(): Promise<Arena> {
  return { backend: await loadBackend("mcl"), target: TARGETS["as-registered"] };
}

/** A game that ships, and one of its adversaries. */
export function findBout(
  game: string,
  adversary: string,
): { readonly game: AnyGame; readonly adversary: AnyAdversary } {
  const bout = listBouts(["pre", "sign", "aenc", "senc"], SIGNED).find((one) => one.game.name === game);
  const found = bout?.adversaries.find(({ name }) => name === adversary);
  if (bout === undefined || found === undefined) throw new Error(`there is no ${adversary} in ${game}`);
  return { game: bout.game, adversary: found };
}

/** Plays of a seed, one by one. */
export function playMany<View extends object, Answer>(
  game: Game<View, Answer>,
  adversary: Pick<Adversary<View, Answer>, "play">,
  arena: Arena,
  plays: number,
  seed = "test",
): readonly PlayResult[] {
  return Array.from({ length: plays }, (_, i) => playOnce(game, adversary, arena, seedPlay(seed, game.name, i)));
}

/** How plays ended. */
export function tally(results: readonly Pick<PlayResult, "result">[]): Tally {
  const having = (wanted: PlayResult["result"]): number => results.filter(({ result }) => result === wanted).length;
  return { plays: results.length, won: having("won"), forfeited: having("forfeited") };
}
