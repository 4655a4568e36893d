/**
 * A game of `expected.yaml`, played: one adversary a fixed number of times.
 *
 * Plays go on this thread, one after the other, without a limit of time: the adversaries are those that ship, and what
 * an audit writes depends on the number of plays alone.
 */
import { DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Place } from "../../core/diagnostic/diagnostic.ts";
import type { Estimated } from "./verdict-kinds.ts";
import type { Answer, Job, Ran, RunConditions } from "../lens.ts";
import type { LoadedSource } from "../loaded-source.ts";
import { correctForMany } from "./campaign/correct.ts";
import { Count } from "./campaign/outcome.ts";
import type { CampaignPlan } from "./campaign/plan.ts";
import { openPlayer, recordPlay } from "./campaign/player.ts";
import { toVerdict } from "./campaign/verdict.ts";
import { chooseCampaigns } from "./workers/choose-campaigns.ts";

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
  { options, seed = "", asks }: Job,
  { source, description }: Pick<LoadedSource, "source" | "description">,
  conditions: Pick<RunConditions, "signal" | "pause">,
): Promise<Ran | undefined> {
  const [question] = asks;
  if (description === undefined || question === undefined) return undefined;
  const { game, adversary, plays } = options as unknown as GameOptions;
  try {
    const [campaign] = chooseCampaigns(description, {
      path: source.path,
      game,
      adversary,
      seed,
      length: { kind: "plays", plays },
      confidence: CONFIDENCE,
      timeLimitSeconds: NO_LIMIT_SECONDS,
    });
    if (campaign === undefined || campaign.plan.adversary.kind === "file") return undefined;
    const verdict = await playAll(campaign.plan, conditions);
    return verdict && { answers: [{ question, verdict }] };
  } catch (error) {
    throw placeError(error, question.place);
  }
}

async function playAll(
  plan: CampaignPlan,
  { signal, pause }: Pick<RunConditions, "signal" | "pause">,
): Promise<Estimated | undefined> {
  const player = await openPlayer(plan);
  const count = new Count(plan, player.game.goal);
  for (let index = 0; index < count.limit; index++) {
    await pause();
    if (signal.aborted) return undefined;
    count.take({ from: index, plays: [recordPlay(player.play(index))] });
  }
  return toVerdict(plan, player.game, count.conclude());
}

/** Combines the games of one source when the error is for all of them together. */
export function combineGames(answers: readonly Answer[]): readonly Answer[] {
  const verdicts = correctForMany(answers.flatMap(({ verdict }) => (verdict.is === "estimated" ? [verdict] : [])));
  return answers.map((answer, i) => ({ ...answer, verdict: verdicts[i] ?? answer.verdict }));
}

/** A game that there is not is a mistake in the file that names it. */
function placeError(error: unknown, place: Place | undefined): unknown {
  if (!(error instanceof DiagnosticError) || place === undefined) return error;
  return new DiagnosticError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, place })));
}
