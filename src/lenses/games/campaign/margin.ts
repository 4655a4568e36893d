/** How much of a campaign has to be false for its verdict to be: in pieces, of which each may say anything of its plays. */
import { boundAdvantage, type Goal, type Tally } from "../estimate/advantage.ts";
import { BATCH_PLAYS } from "./plan.ts";

/**
 * The fewest pieces that change whether there is an advantage, for a number of plays that was fixed before the first;
 * undefined: none do, however many.
 */
export function countToChange(goal: Goal, tally: Tally, confidence: number): number | undefined {
  const isFound = (won: number): boolean => boundAdvantage(goal, { ...tally, won }, confidence).low > 0;
  const is = isFound(tally.won);
  const changes = (pieces: number): boolean => {
    const most = pieces * BATCH_PLAYS;
    const down = Math.max(0, tally.won - most);
    const up = Math.min(tally.plays - tally.forfeited, tally.won + most);
    if (!is) return isFound(up) || isFound(down);
    // In a distinguishing game an adversary that always loses knows as much as one that always wins.
    const nothing = goal === "search" ? 0 : (tally.plays - tally.forfeited) / 2;
    const towards = tally.won > nothing ? Math.max(down, Math.floor(nothing)) : Math.min(up, Math.ceil(nothing));
    return !isFound(towards);
  };
  const pieces = Math.ceil(tally.plays / BATCH_PLAYS);
  if (!changes(pieces)) return undefined;
  // More false pieces change no less.
  let [less, enough] = [0, pieces];
  while (enough - less > 1) {
    const middle = (less + enough) >> 1;
    if (changes(middle)) enough = middle;
    else less = middle;
  }
  return enough;
}
