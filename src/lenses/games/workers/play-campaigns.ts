/** Campaigns of one protocol, played one after the other; their intervals are corrected for how many they are. */
import type { BatchResult } from "../campaign/batch.ts";
import { correctForMany } from "../campaign/correct.ts";
import { countToChange } from "../campaign/margin.ts";
import type { Outcome } from "../campaign/outcome.ts";
import type { PlayedGame } from "../campaign/render.ts";
import { type CampaignConditions, runCampaign } from "../campaign/run-campaign.ts";
import { toVerdict } from "../campaign/verdict.ts";
import type { Campaign } from "./choose-campaigns.ts";
import type { Piece, Rests, Runner } from "./pool.ts";
import { SAMPLE_SHARE } from "../../../queue/sample.ts";
import { Rechecker } from "./recheck.ts";

/** The runner of campaigns, and their listeners. */
export interface CampaignsConditions extends Pick<CampaignConditions, "signal"> {
  /** Closed when the last campaign is over, whatever happens. */
  readonly runner: Runner;
  /** Makes the store and the listener of one campaign. */
  readonly follow: (campaign: Campaign) => Pick<CampaignConditions, "keep" | "listen"> & { readonly end?: () => void };
  /** Hears of a campaign before it is corrected. */
  readonly tell?: (played: PlayedGame, before: PlayedGame | undefined) => void;
}

/** Plays campaigns until the signal ends them. Gives them as played, and corrected for their number. */
export async function playCampaigns(
  campaigns: readonly Campaign[],
  { runner, follow, tell, signal }: CampaignsConditions,
): Promise<{ readonly played: readonly PlayedGame[]; readonly corrected: readonly PlayedGame[] }> {
  const played: PlayedGame[] = [];
  try {
    for (const campaign of campaigns) {
      if (signal.aborted) break;
      const { plan, game, file } = campaign;
      const { keep, listen, end } = follow(campaign);
      await recheckKnown(campaign, keep.known, runner, signal);
      const outcome = await runCampaign(plan, game.goal, { runner, file, keep, listen, signal });
      end?.();
      // What was stopped is told as well, so it is looked at as well.
      await runner.settle?.(new AbortController().signal, findRests(campaign, outcome));
      if (outcome.tally.plays === 0) break;
      const one: PlayedGame = { plan, title: game.title, verdict: toVerdict(plan, game, outcome) };
      tell?.(one, played.at(-1));
      played.push(one);
    }
  } finally {
    await runner.close();
  }
  const verdicts = correctForMany(played.map(({ verdict }) => verdict));
  return { played, corrected: played.map((one, i) => ({ ...one, verdict: verdicts[i] ?? one.verdict })) };
}

/** Finds the basis of the verdict: a win of a search is a proof by itself, anything else depends on the counts. */
function findRests({ plan, game: { goal } }: Campaign, { tally, interval, decision }: Outcome): Rests {
  const isFound = interval.low > 0 || decision === "advantage";
  const isFixed = plan.length.kind === "plays" && tally.plays === plan.length.plays;
  return {
    on: isFound && goal === "search" ? "a win" : "all",
    toChange: isFixed ? countToChange(goal, tally, plan.confidence) : undefined,
  };
}

/** Plays a sample of what is there of a campaign again, at least one piece. Throws DiagnosticError (AS143). */
async function recheckKnown(
  { plan, file }: Campaign,
  known: readonly BatchResult[],
  runner: Runner,
  signal: AbortSignal,
): Promise<void> {
  const replay = (piece: Piece): Promise<BatchResult> => (runner.replay ?? runner.run).call(runner, piece, signal);
  const rechecker = new Rechecker(replay, SAMPLE_SHARE);
  for (const batch of known) {
    if (signal.aborted) return;
    const piece = { plan, file, from: batch.from, count: batch.plays.length };
    await rechecker.take(piece, "the stored campaign", batch, signal);
  }
  if (!signal.aborted) await rechecker.settle(signal);
}
