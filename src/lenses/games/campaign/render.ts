/** Campaigns for a terminal, and for machines. */
import { sanitise, writeJson } from "../../../core/diagnostic/sanitise.ts";
import type { Estimated } from "../verdict-kinds.ts";
import { count } from "../../../core/verdict/words.ts";
import { describeAdvantage } from "../verdict-kinds.ts";
import type { CampaignPlan } from "./plan.ts";

/** A campaign that was played. */
export interface PlayedGame {
  readonly plan: CampaignPlan;
  /** The game in words. */
  readonly title: string;
  readonly verdict: Estimated;
}

/** One line for an adversary, with the game's heading where it is another than before; ends in a line feed. */
export function renderGame({ plan, title, verdict }: PlayedGame, previous: PlayedGame | undefined): string {
  const isSame = previous?.plan.game === plan.game;
  const heading = isSame
    ? []
    : [
        ...(previous === undefined ? [] : [""]),
        `${plan.protocol}  ${plan.game}  ${title}`,
        `  ${verdict.definition}`,
        ...verdict.assumptions.map((sentence) => `  assumed: ${sentence}`),
        ...verdict.notCovered.map((sentence) => `  not covered: ${sentence}`),
      ];
  const mark = verdict.distinguished ? "x" : "~";
  const stopped = verdict.method === "stopped" ? ", stopped before the end" : "";
  const lines = [
    ...heading,
    `  ${mark} ${plan.adversary.name.padEnd(28)} ${describeAdvantage(verdict)}${stopped}`,
    ...(plan.secret === undefined ? [] : [`      the challenger drew from ${plan.secret}`]),
    ...verdict.forfeits.map(({ rule, count: often, first }) => `      ${rule}: ${count(often, "play")} lost; ${first}`),
  ];
  return lines.map((line) => `${sanitise(line)}\n`).join("");
}

/** Renders the summary of all games, corrected for their number; ends in a line feed. */
export function renderGamesSummary(played: readonly PlayedGame[], alone: readonly PlayedGame[]): string {
  const games = new Set(played.map(({ plan }) => plan.game)).size;
  const attacks = played.filter(({ verdict }) => verdict.distinguished).length;
  const adversaries = count(played.length, "adversary", "adversaries");
  const fewer = alone.filter(({ verdict }) => verdict.distinguished).length - attacks;
  const lost = fewer === 0 ? "" : ` Of so many games, ${fewer} would be said to have one by chance.`;
  return `\n${count(games, "game")}, ${adversaries}: ${attacks} with an advantage.${lost} A bound is for its adversary alone.\n`;
}

/** The machine form: the same plan gives the same bytes, whoever played it. */
export function renderGamesJson(played: readonly PlayedGame[]): string {
  const results = played.map(({ plan, title, verdict }) => ({ plan, title, verdict }));
  return `${writeJson({ schema: "assay/games-1", results })}\n`;
}
