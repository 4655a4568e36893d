/**
 * A game of `expected.yaml`, played: one adversary a fixed number of times.
 *
 * Plays go on this thread, one after the other, without a limit of time: the adversaries are those that ship, and what
 * an audit writes depends on the number of plays alone.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Place } from "../../core/diagnostic/diagnostic.ts";
import type { Description } from "../../core/protocol/ir/description.ts";
import type { Estimated } from "./verdict-kinds.ts";
import type { Answer, Examined, Given, Job, Ran, RunConditions } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { type BatchResult, type PlayRecord, readBatch } from "./campaign/batch.ts";
import { correctForMany } from "./campaign/correct.ts";
import { Count } from "./campaign/outcome.ts";
import type { CampaignPlan } from "./campaign/plan.ts";
import { openPlayer, type Player, recordPlay } from "./campaign/player.ts";
import { toVerdict } from "./campaign/verdict.ts";
import { listSettings } from "./wire/list-settings.ts";
import { type Campaign, chooseCampaigns, limitPlays } from "./workers/choose-campaigns.ts";
import { SAMPLE_SHARE } from "../../queue/sample.ts";
import { findDifference } from "./workers/recheck.ts";

const CONFIDENCE = 0.99;
/** As long as a plan may say. */
const NO_LIMIT_SECONDS = 1e6;

/** The options of a job. */
export interface GameOptions {
  readonly game: string;
  readonly adversary: string;
  readonly plays: number;
}

/** Plays what a job says; undefined where it was stopped. Throws DiagnosticError (AS120, AS121, AS123), placed at the entry. */
export async function judgeGame(
  job: Job,
  { source, description }: Pick<LoadedSource, "source" | "description">,
  conditions: Pick<RunConditions, "signal" | "pause">,
): Promise<Ran | undefined> {
  const [question] = job.asks;
  if (description === undefined || question === undefined) return undefined;
  try {
    const campaign = await findCampaign(job, source.path, description);
    if (campaign === undefined) return undefined;
    const played = await playAll(campaign.plan, conditions);
    return played && { answers: [{ question, ...played }] };
  } catch (error) {
    throw placeError(error, question.place);
  }
}

/** The campaign of a job; undefined where there is none. Throws DiagnosticError (AS120, AS121, AS123). */
async function findCampaign(
  { options, seed = "" }: Job,
  path: string,
  description: Description,
): Promise<Campaign | undefined> {
  const { game, adversary, plays } = options as unknown as GameOptions;
  const [campaign] = chooseCampaigns(description, {
    path,
    settings: await listSettings(path, game),
    game,
    adversary,
    seed,
    length: { kind: "plays", plays },
    confidence: CONFIDENCE,
    timeLimitSeconds: NO_LIMIT_SECONDS,
  });
  return campaign === undefined || campaign.plan.adversary.kind === "file" ? undefined : limitPlays(campaign);
}

/**
 * Checks that reported plays give the verdict, and repeats a sample of them here: a play's plan and number determine
 * it.
 */
export async function examineGame(
  { job, subject: { source, description }, verdict, evidence }: Given,
  draw: () => number = Math.random,
): Promise<Examined> {
  if (verdict.is !== "estimated") return "unchecked";
  const campaign = description && (await findCampaign(job, source.path, description));
  if (campaign === undefined) return "falls";
  const { plan, game } = campaign;
  const count = new Count(plan, game.goal);
  let batch: BatchResult;
  try {
    batch = readBatch({ from: 0, plays: evidence }, 0, count.limit);
  } catch (error) {
    if (error instanceof TypeError) return "falls";
    throw error;
  }
  count.take(batch);
  const told = toVerdict(plan, game, count.conclude());
  if (JSON.stringify(told) !== JSON.stringify(verdict)) return "falls";
  const player = await openPlayer(plan);
  try {
    return replaySample(player, batch, count.limit, draw);
  } finally {
    await player.close();
  }
}

function replaySample(player: Player, batch: BatchResult, limit: number, draw: () => number): Examined {
  const sample = new Set([Math.floor(draw() * limit)]);
  for (let index = 0; index < limit; index++) if (draw() < SAMPLE_SHARE) sample.add(index);
  for (const index of sample) {
    const here = { from: index, plays: [recordPlay(player.play(index))] };
    if (findDifference({ from: index, plays: batch.plays.slice(index, index + 1) }, here) !== undefined) return "falls";
  }
  return "stands";
}

async function playAll(
  plan: CampaignPlan,
  { signal, pause }: Pick<RunConditions, "signal" | "pause">,
): Promise<{ readonly verdict: Estimated; readonly evidence: readonly PlayRecord[] } | undefined> {
  const player = await openPlayer(plan);
  const count = new Count(plan, player.game.goal);
  const plays: PlayRecord[] = [];
  try {
    for (let index = 0; index < count.limit; index++) {
      await pause();
      if (signal.aborted) return undefined;
      const play = recordPlay(player.play(index));
      plays.push(play);
      count.take({ from: index, plays: [play] });
    }
  } finally {
    await player.close();
  }
  return { verdict: toVerdict(plan, player.game, count.conclude()), evidence: plays };
}

/** Combines the games of one source when the error is for all of them together. */
export function combineGames(answers: readonly Answer[]): readonly Answer[] {
  const verdicts = correctForMany(answers.flatMap(({ verdict }) => (verdict.is === "estimated" ? [verdict] : [])));
  return answers.map((answer, i) => ({ ...answer, verdict: verdicts[i] ?? answer.verdict }));
}

/** Reports an unknown game at the place that names it. */
function placeError(error: unknown, place: Place | undefined): unknown {
  if (!(error instanceof DiagnosticError) || place === undefined) return error;
  return new DiagnosticError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, place })));
}
