/**
 * One play, from its seed: the same seed, game, implementation and adversary give the same transcript, bit for bit.
 *
 * Challenger and adversary draw from streams of their own, so what one draws does not move the other's.
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type { Backend } from "../../../live/crypto/backend.ts";
import { seededRandomness } from "../../../live/crypto/randomness.ts";
import type { Result } from "../estimate/sequential-test.ts";
import { PAPER_SCHEME, type Target } from "../scheme/scheme.ts";
import { ChallengerFault, Forfeit, type Rule } from "./forfeit.ts";
import type { House } from "./house.ts";
import type { Game, Round, Tools } from "./game.ts";
import { describeError, type Exchange, Referee } from "./referee.ts";

/** The arena of a game: a curve, and the implementation under test. */
export interface Arena {
  readonly backend: Backend;
  readonly target: Target;
  readonly house?: House;
}

/** How one play ended. */
export interface PlayResult {
  readonly result: Result;
  /** Where it was forfeited: by which rule, and how. */
  readonly forfeit?: { readonly rule: Rule; readonly text: string };
  /** SHA-256 of the transcript. */
  readonly digest: Uint8Array;
  readonly exchanges: readonly Exchange[];
}

/** The seed of one play of a campaign. */
export function seedPlay(campaign: string, game: string, index: number): string {
  return `${campaign}/${game}/${index}`;
}

/** The coins of an adversary in one play: no two adversaries have the same. */
export function seedAdversary(campaign: string, game: string, index: number, name: string): string {
  return `adversary/${name}/${seedPlay(campaign, game, index)}`;
}

/** Who plays, with the round's referee for one that is not here; and its coins, where they are not those of the seed. */
export interface Player<View, Answer> {
  readonly play: (view: View & Tools, referee: Referee) => Answer;
  readonly coins?: string;
}

/** Plays once. Throws ChallengerFault where the challenger fails, and nothing else, whatever the adversary does. */
export function playOnce<View extends object, Answer>(
  game: Game<View, Answer>,
  player: Player<View, Answer>,
  arena: Arena,
  seed: string,
): PlayResult {
  const { play, coins = `adversary/${seed}` } = player;
  const { referee, round } = openRound(game, arena, seed);
  const tools: Tools = {
    curve: arena.backend,
    scheme: PAPER_SCHEME,
    randomness: seededRandomness(coins),
  };
  const end = (result: Result, forfeit?: Forfeit): PlayResult => ({
    result,
    ...(forfeit === undefined ? {} : { forfeit: { rule: forfeit.rule, text: describeError(forfeit) } }),
    digest: sha256(referee.transcript()),
    exchanges: referee.exchanges,
  });
  try {
    const answer = askAdversary(() => play({ ...tools, ...round.view }, referee), referee);
    const taken = referee.takeAnswer(game.answer, answer);
    return end(referee.guard("the winning condition", () => round.isWon(taken)) ? "won" : "lost");
  } catch (error) {
    if (error instanceof Forfeit) return end("forfeited", error);
    throw error;
  }
}

/** The challenger's side of a play, ready to begin. */
export function openRound<View extends object, Answer>(
  game: Game<View, Answer>,
  { backend, target, house }: Arena,
  seed: string,
): { readonly referee: Referee; readonly round: Round<View, Answer> } {
  const referee = new Referee(backend);
  const randomness = seededRandomness(`challenger/${seed}`);
  const scheme = target.makeScheme();
  const round = referee.guard("opening", () =>
    game.open({ backend, scheme, randomness, referee, ...(house === undefined ? {} : { house }) }),
  );
  return { referee, round };
}

function askAdversary<Answer>(play: () => Answer, referee: Referee): Answer {
  try {
    return play();
  } catch (error) {
    // What the adversary caught and dressed up is still what it was.
    referee.check();
    if (error instanceof ChallengerFault || error instanceof Forfeit) throw error;
    throw new Forfeit("threw", describeError(error));
  }
}
