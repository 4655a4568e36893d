/** The games among findings, each with all adversaries that played it: what is said of a game is said once. */
import type { PlayedGame } from "../../core/verdict/outline.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { type Weighed, weighFindings } from "./weigh-findings.ts";

/** One adversary's plays of a game. */
export interface Played {
  readonly weighed: Weighed;
  readonly plays: PlayedGame;
}

/** A game; everything but the adversaries' results is the same for all of them. */
export interface GameGroup {
  readonly game: string;
  readonly definition: string;
  readonly assumptions: readonly string[];
  readonly notCovered: readonly string[];
  readonly played: readonly Played[];
}

/** The games of findings, in the order of their first. */
export function groupGames(findings: readonly Finding[]): readonly GameGroup[] {
  const groups = new Map<string, Omit<GameGroup, "played"> & { readonly played: Played[] }>();
  for (const weighed of weighFindings(findings)) {
    const { claim } = weighed.finding;
    const { played: plays } = outlineVerdict(weighed.finding);
    if (plays === undefined) continue;
    const { definition, assumptions, notCovered } = plays;
    const key = JSON.stringify([claim, definition, assumptions, notCovered]);
    const group = groups.get(key) ?? { game: claim, definition, assumptions, notCovered, played: [] };
    group.played.push({ weighed, plays });
    groups.set(key, group);
  }
  return [...groups.values()];
}
