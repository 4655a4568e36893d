/** Plays the plays of a plan, one after the other, on this thread. */
import { bytesToHex } from "@noble/hashes/utils.js";
import { loadBackend } from "../../../live/crypto/suite.ts";
import { type AnyAdversary, type AnyGame, listBouts } from "../bouts.ts";
import { renameOracles } from "../play/play-named.ts";
import { playOnce, type PlayResult, seedPlay } from "../play/play.ts";
import { TARGETS } from "../scheme/scheme.ts";
import type { PlayRecord } from "./batch.ts";
import type { CampaignPlan } from "./plan.ts";

/** How an adversary in a file plays: it gets the oracles under the protocol's names. */
export type FilePlay = (view: object) => unknown;

/** Plays one play by its number; `file` is the adversary where the plan says that it is in a file. */
export interface Player {
  readonly game: AnyGame;
  play(index: number, file?: FilePlay): PlayResult;
}

/** Makes the player of a plan. Throws RangeError for names that there are not. */
export async function openPlayer(plan: CampaignPlan): Promise<Player> {
  const bout = listBouts(plan.theories).find(({ game }) => game.name === plan.game);
  if (bout === undefined) throw new RangeError(`there is no game ${plan.game}`);
  const { game, adversaries } = bout;
  const arena = { backend: await loadBackend(plan.backend), target: TARGETS[plan.target] };
  const findAdversary = (file: FilePlay | undefined): Pick<AnyAdversary, "play"> => {
    if (plan.adversary.kind === "file" && file !== undefined) {
      return { play: (view) => file(renameOracles(view, plan.names)) };
    }
    const shipped = adversaries.find(({ name }) => name === plan.adversary.name);
    if (shipped === undefined) throw new RangeError(`there is no adversary ${plan.adversary.name}`);
    return shipped;
  };
  return {
    game,
    play: (index, file) => playOnce(game, findAdversary(file), arena, seedPlay(plan.seed, plan.game, index)),
  };
}

/** Records a play. */
export function recordPlay({ result, digest, forfeit }: PlayResult): PlayRecord {
  const text = bytesToHex(digest.subarray(0, 16));
  return forfeit === undefined ? { result, digest: text } : { result, digest: text, forfeit };
}
