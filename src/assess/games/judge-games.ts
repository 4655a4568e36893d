/**
 * The games that `expected.yaml` names, as findings: each adversary is played a fixed number of times, and the network is
 * searched with a fixed number of sequences.
 *
 * Plays go on this thread, one after the other, without a limit of time: the adversaries are those that ship, and what
 * an audit writes depends on the number of plays alone.
 */
import { createHash } from "node:crypto";
import { openPlayer, recordPlay } from "../../lenses/games/campaign/player.ts";
import { correctForMany } from "../../lenses/games/campaign/correct.ts";
import { Count } from "../../lenses/games/campaign/outcome.ts";
import { type CampaignPlan, writePlan } from "../../lenses/games/campaign/plan.ts";
import { toVerdict } from "../../lenses/games/campaign/verdict.ts";
import { NETWORK } from "../../lenses/network/subject.ts";
import { type Diagnostic, DiagnosticError } from "../../core/diagnostic/diagnostic.ts";
import type { Estimated, Finding } from "../../core/verdict/verdict.ts";
import { explainError } from "../../repository/explain-error.ts";
import type { LoadedSource } from "../../repository/load-source.ts";
import { chooseCampaigns } from "./choose-campaigns.ts";
import { AUDIT_SEED, judgeNetwork, type NetworkConditions } from "./judge-network.ts";
import type { ExpectedGame } from "../../repository/read-game-expectations.ts";

const CONFIDENCE = 0.99;
/** As long as a plan may say. */
const NO_LIMIT_SECONDS = 1e6;

/** What playing needs from outside. */
export interface GameConditions extends NetworkConditions {
  readonly report: (source: string, diagnostic: Diagnostic) => void;
}

/** How much is played. */
export interface GameBounds {
  /** Of each game by each adversary. */
  readonly plays: number;
  /** Of the network adversary. */
  readonly sequences: number;
}

/** One finding for each game of each adversary that is expected; fewer when it is stopped. */
export async function judgeGames(
  loaded: LoadedSource,
  { plays, sequences }: GameBounds,
  conditions: GameConditions,
): Promise<Finding[]> {
  const {
    source: { source },
    description,
    expectations,
  } = loaded;
  const searched: Finding[] = [];
  const played: { plan: CampaignPlan; expected: ExpectedGame; verdict: Estimated }[] = [];
  if (description === undefined) return [];
  for (const expected of expectations?.games ?? []) {
    if (conditions.signal.aborted) break;
    try {
      if (expected.game === NETWORK.game) {
        const finding = await judgeNetwork(loaded, expected, sequences, conditions);
        if (finding !== undefined) searched.push(finding);
        continue;
      }
      const [campaign] = chooseCampaigns(description, {
        game: expected.game,
        adversary: expected.adversary,
        seed: AUDIT_SEED,
        length: { kind: "plays", plays },
        confidence: CONFIDENCE,
        timeLimitSeconds: NO_LIMIT_SECONDS,
      });
      if (campaign === undefined || campaign.plan.adversary.kind === "file") continue;
      const verdict = await recall(campaign.plan, conditions);
      if (verdict !== undefined) played.push({ plan: campaign.plan, expected, verdict });
    } catch (error) {
      for (const diagnostic of explainError(placeError(error, expected))) conditions.report(source, diagnostic);
    }
  }
  const verdicts = correctForMany(played.map(({ verdict }) => verdict));
  return [
    ...played.map(({ plan, expected, verdict }, i) => makeFinding(source, plan, expected, verdicts[i] ?? verdict)),
    ...searched,
  ];
}

function makeFinding(source: string, plan: CampaignPlan, expected: ExpectedGame, verdict: Estimated): Finding {
  const { advantage, why, place } = expected;
  return {
    source,
    protocol: plan.protocol,
    role: "adversary",
    claim: plan.game,
    label: `${plan.game}/${plan.adversary.name}`,
    on: plan.adversary.name,
    lens: "games",
    engine: "native",
    verdict,
    expected: { verdict: "estimated", advantage, why, met: verdict.distinguished === (advantage === "some") },
    place,
  };
}

/** From the cache, or played now; undefined where it was stopped. */
async function recall(plan: CampaignPlan, { cache, signal, pause }: GameConditions): Promise<Estimated | undefined> {
  const key =
    cache &&
    createHash("sha256")
      .update(`${cache.build}\n${writePlan(plan)}`)
      .digest("hex");
  const known = key === undefined ? undefined : cache?.find(key)?.[0]?.verdict;
  if (known?.is === "estimated") return known;
  const player = await openPlayer(plan);
  const count = new Count(plan, player.game.goal);
  for (let index = 0; index < count.limit; index++) {
    await pause();
    if (signal.aborted) return undefined;
    count.take({ from: index, plays: [recordPlay(player.play(index))] });
  }
  const verdict = toVerdict(plan, player.game, count.conclude());
  const named = { protocol: plan.protocol, role: "adversary", label: plan.game, engine: "native" } as const;
  if (key !== undefined) cache?.keep(key, [{ ...named, verdict }]);
  return verdict;
}

/** A game that there is not is a mistake in the file that names it. */
function placeError(error: unknown, { place }: ExpectedGame): unknown {
  if (!(error instanceof DiagnosticError)) return error;
  return new DiagnosticError(error.diagnostics.map((diagnostic) => ({ ...diagnostic, place })));
}
