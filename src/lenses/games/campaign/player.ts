/** Plays the plays of a plan, one after the other, on this thread. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { loadBackend } from "../../../live/crypto/suite.ts";
import type { Backend } from "../../../live/crypto/backend.ts";
import { type AnyGame, listBouts } from "../bouts.ts";
import type { Codec } from "../play/codec.ts";
import { type Player as RoundPlayer, playOnce, type PlayResult, seedAdversary, seedPlay } from "../play/play.ts";
import type { Referee } from "../play/referee.ts";
import { TARGETS } from "../scheme/scheme.ts";
import type { PlayRecord } from "./batch.ts";
import { openHouse } from "../wire/house.ts";
import { type CampaignPlan, settingsOf } from "./plan.ts";

/** How an adversary in a file plays: it gets the oracles under the protocol's names. */
export type FilePlay = (view: object) => unknown;

/** The line to an adversary that is not on this thread: serves it until it has answered. */
export type Apart = (view: object, referee: Referee, answer: Codec<unknown>, curve: Backend) => unknown;

/** Plays one play by its number; `apart` is the line to the adversary where the plan says that it is in a file. */
export interface Player {
  readonly game: AnyGame;
  play(index: number, apart?: Apart): PlayResult;
  /** Ends what it has started. */
  close(): Promise<unknown>;
}

/** Makes the player of a plan. Throws RangeError for unknown names. */
export async function openPlayer(plan: CampaignPlan): Promise<Player> {
  const bout = listBouts(plan.theories, plan.signed, settingsOf(plan)).find(({ game }) => game.name === plan.game);
  if (bout === undefined) throw new RangeError(`there is no game ${plan.game}`);
  const { game, adversaries } = bout;
  const house = plan.wire === undefined ? undefined : await openHouse(plan.wire, plan.backend);
  const backend = await loadBackend(plan.backend);
  const arena = { backend, target: TARGETS[plan.target], ...(house === undefined ? {} : { house }) };
  const findAdversary = (apart: Apart | undefined): Pick<RoundPlayer<object, unknown>, "play"> => {
    if (plan.adversary.kind === "file" && apart !== undefined) {
      return { play: (view, referee) => apart(view, referee, game.answer, arena.backend) };
    }
    const shipped = adversaries.find(({ name }) => name === plan.adversary.name);
    if (shipped === undefined) throw new RangeError(`there is no adversary ${plan.adversary.name}`);
    return shipped;
  };
  return {
    game,
    play(index, apart) {
      const coins = seedAdversary(plan.seed, plan.game, index, plan.adversary.name);
      const secret = plan.secret === undefined ? plan.seed : `secret/${plan.secret}`;
      return playOnce(game, { ...findAdversary(apart), coins }, arena, seedPlay(secret, plan.game, index));
    },
    close: () => house?.close() ?? Promise.resolve(),
  };
}

/** Records a play. */
export function recordPlay({ result, digest, forfeit }: PlayResult): PlayRecord {
  const text = bytesToHex(digest.subarray(0, 16));
  return forfeit === undefined ? { result, digest: text } : { result, digest: text, forfeit };
}
