/** Amounts as SVG bars in segments, drawn when the page is made: a row for each, and a legend. */
import { wrapText } from "../outline/wrap-text.ts";
import { html, type Markup } from "./markup.ts";

/** One bar; segments in the order of the legend. */
export interface Bar {
  readonly label: string;
  readonly amounts: readonly number[];
  /** The note at its end. */
  readonly note: string;
}

const LABEL_WIDTH = 270;
const PLOT_WIDTH = 460;
const NOTE_WIDTH = 120;
const ROW_HEIGHT = 26;
const LEGEND_HEIGHT = 30;

/** Draws bars; `legend` names the segments. The table beside it says the same in numbers. */
export function plotBars(bars: readonly Bar[], legend: readonly string[], title: string): Markup {
  const width = LABEL_WIDTH + PLOT_WIDTH + NOTE_WIDTH;
  const height = LEGEND_HEIGHT + bars.length * ROW_HEIGHT + 6;
  const most = Math.max(1, ...bars.map(({ amounts }) => sum(amounts)));
  const room = (width - LABEL_WIDTH) / Math.max(1, legend.length);
  const names = legend.map((name, i) => {
    const x = LABEL_WIDTH + i * room;
    return html`<rect class="segment part-${i % 4}" x="${x}" y="6" width="12" height="12"/><text x="${x + 18}" y="16">${name}</text>`;
  });
  return html`<svg class="plot" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
${names}
<line class="axis" x1="${LABEL_WIDTH}" y1="${LEGEND_HEIGHT - 4}" x2="${LABEL_WIDTH}" y2="${height - 4}"/>
${bars.map((bar, i) => drawBar(bar, LEGEND_HEIGHT + i * ROW_HEIGHT, PLOT_WIDTH / most))}
</svg>`;
}

function drawBar({ label, amounts, note }: Bar, top: number, scale: number): Markup {
  let left = LABEL_WIDTH;
  const segments = amounts.map((amount, i) => {
    const wide = round(amount * scale);
    const segment = html`<rect class="segment part-${i % 4}" x="${round(left)}" y="${top + 4}" width="${wide}" height="${ROW_HEIGHT - 10}"/>`;
    left += wide;
    return amount === 0 ? undefined : segment;
  });
  const middle = top + ROW_HEIGHT / 2 + 3;
  return html`<text x="${LABEL_WIDTH - 10}" y="${middle}" text-anchor="end">${wrapText(label, 36, 1)[0]}</text>${segments}<text x="${round(left) + 8}" y="${middle}">${note}</text>
`;
}

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

function round(number: number): number {
  return Math.round(number * 100) / 100;
}
