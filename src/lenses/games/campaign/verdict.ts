/** An outcome as a verdict: the numbers, what was played, and what the numbers do not say. */
import type { Estimated } from "../verdict-kinds.ts";
import type { AnyGame } from "../bouts.ts";
import type { Outcome } from "./outcome.ts";
import type { CampaignPlan } from "./plan.ts";

/** The verdict of a campaign. */
export function toVerdict(
  plan: CampaignPlan,
  game: Pick<AnyGame, "goal" | "definition" | "assumptions" | "notCovered">,
  { tally, interval, decision, forfeits, digest }: Outcome,
): Estimated {
  const isStopped = plan.length.kind === "plays" ? tally.plays < plan.length.plays : decision === undefined;
  return {
    is: "estimated",
    advantage: [interval.low, interval.high],
    confidence: plan.confidence,
    goal: game.goal,
    plays: tally.plays,
    won: tally.won,
    forfeits: forfeits.map(({ rule, count, first }) => ({
      rule,
      count,
      first: `play ${first.play}: ${first.text}`,
    })),
    method: isStopped ? "stopped" : plan.length.kind === "plays" ? "fixed" : "sequential",
    seed: plan.seed,
    adversary: plan.adversary.name,
    distinguished: interval.low > 0 || decision === "advantage",
    definition: game.definition,
    assumptions: game.assumptions,
    notCovered: game.notCovered,
    digest,
  };
}
