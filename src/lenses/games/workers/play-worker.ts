/**
 * The worker thread of a pool: plays pieces of campaigns, and writes down every play.
 *
 * An adversary in a file plays on a thread of its own (`play-apart.ts`), which is started anew for every play.
 */
import type { PlayRecord } from "../campaign/batch.ts";
import { openPlayer, type Player, recordPlay } from "../campaign/player.ts";
import { type CampaignPlan, writePlan } from "../campaign/plan.ts";
import { ChallengerFault } from "../play/forfeit.ts";
import { seatAdversary } from "./play-apart.ts";
import { SharedPlays } from "./shared-plays.ts";

/** A piece of work: the plays of a plan from a number on, and where they are written. */
export interface Work {
  readonly plan: CampaignPlan;
  /** Where the adversary is, if it is in a file. */
  readonly file: string | undefined;
  readonly from: number;
  readonly count: number;
  readonly memory: SharedArrayBuffer;
}

/** The players that the thread has loaded, by the text of their plan: the next piece is mostly of the same campaign. */
const players = new Map<string, Player>();

/** Plays what is left of the piece of work. */
export default async function work({ plan, file, from, count, memory }: Work): Promise<void> {
  const plays = new SharedPlays(memory);
  const player = await findPlayer(plan);
  for (let index = plays.finished; index < count; index++) {
    const seated = file === undefined ? undefined : await seatAdversary(plan, file, from + index);
    plays.begin();
    let record: PlayRecord;
    try {
      record = recordPlay(player.play(from + index, seated?.play));
    } catch (error) {
      if (!(error instanceof ChallengerFault)) throw error;
      plays.fail(error.message);
      return;
    } finally {
      await seated?.close();
    }
    plays.finish(record);
  }
}

async function findPlayer(plan: CampaignPlan): Promise<Player> {
  const key = writePlan(plan);
  const known = players.get(key);
  if (known !== undefined) return known;
  const player = await openPlayer(plan);
  await Promise.all([...players.values()].map((other) => other.close()));
  players.clear();
  players.set(key, player);
  return player;
}
