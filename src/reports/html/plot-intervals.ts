/** Intervals of advantages as SVG, drawn when the page is made: a row for each adversary, from no advantage to all. */
import type { PlayedGame } from "../../core/verdict/outline.ts";
import { roundInterval } from "../../core/verdict/words.ts";
import { wrapText } from "../outline/wrap-text.ts";
import { html, type Markup } from "./markup.ts";

const LABEL_WIDTH = 210;
const PLOT_WIDTH = 380;
const NOTE_WIDTH = 250;
const ROW_HEIGHT = 30;
const TOP = 26;
const TICKS = [0, 0.25, 0.5, 0.75, 1];

/** Draws the intervals; the table beside it says the same in words. */
export function plotIntervals(verdicts: readonly PlayedGame[], title: string): Markup {
  const width = LABEL_WIDTH + PLOT_WIDTH + NOTE_WIDTH;
  const bottom = TOP + verdicts.length * ROW_HEIGHT;
  const ticks = TICKS.map(
    (tick) =>
      html`<line class="${tick === 0 ? "axis" : "grid"}" x1="${across(tick)}" y1="${TOP - 4}" x2="${across(tick)}" y2="${bottom}"/><text class="tick" x="${across(tick)}" y="${TOP - 9}" text-anchor="middle">${tick}</text>`,
  );
  return html`<svg class="plot" viewBox="0 0 ${width} ${bottom + 6}" width="${width}" height="${bottom + 6}" role="img" aria-label="${title}">
${ticks}
${verdicts.map((verdict, i) => drawRow(verdict, TOP + i * ROW_HEIGHT))}
</svg>`;
}

/** An interval without zero is filled, any other is hollow, so that colour alone says nothing. */
function drawRow(verdict: PlayedGame, top: number): Markup {
  const { advantage, adversary, plays, won, distinguished } = verdict;
  const [low, high] = roundInterval(advantage);
  const [from, to] = [across(advantage[0]), across(advantage[1])];
  const middle = top + ROW_HEIGHT / 2;
  const tone = distinguished ? "bad" : "good";
  return html`<g class="interval ${tone}"><text x="${LABEL_WIDTH - 12}" y="${middle + 4}" text-anchor="end">${clip(adversary)}</text><line x1="${from}" y1="${middle - 8}" x2="${from}" y2="${middle + 8}"/><rect x="${from}" y="${middle - 4}" width="${Math.max(1, to - from)}" height="8"/><line x1="${to}" y1="${middle - 8}" x2="${to}" y2="${middle + 8}"/><text x="${LABEL_WIDTH + PLOT_WIDTH + 14}" y="${middle + 4}">${low} to ${high}, won ${won} of ${plays}</text></g>
`;
}

function across(advantage: number): number {
  return Math.round((LABEL_WIDTH + advantage * PLOT_WIDTH) * 100) / 100;
}

function clip(text: string): string {
  return wrapText(text, 26, 1)[0] ?? "";
}
