/** A message sequence chart as SVG, drawn when the page is made: lanes, arrows, boxes, one group for each step. */
import type { TraceStep } from "../../core/verdict/verdict.ts";
import { type Chart, type ChartRow, type Lane, layOutChart } from "../outline/lay-out-chart.ts";
import { wrapText } from "../outline/wrap-text.ts";
import { html, type Markup } from "./markup.ts";

const LANE_WIDTH = 270;
const HEAD_HEIGHT = 46;
const LINE_HEIGHT = 15;
const LETTER_WIDTH = 7.25;
const GAP = 14;
const MOST_LINES = 4;

/** Draws a trace. `title` says what it is; the sentences beside it say all that it shows. */
export function renderChart(steps: readonly TraceStep[], title: string): Markup {
  const chart = layOutChart(steps);
  const width = chart.lanes.length * LANE_WIDTH;
  let top = HEAD_HEIGHT + GAP;
  const rows = chart.rows.map((row, i) => {
    const drawn = drawRow(row, chart, top);
    const group = html`<g class="step" data-step="${i}"><title>${nameRow(row)}</title><rect class="back" x="0" y="${top}" width="${width}" height="${drawn.height}"/>${drawn.markup}</g>`;
    top += drawn.height;
    return group;
  });
  const height = top + GAP;
  return html`<svg class="chart" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}">
${chart.lanes.map((lane, i) => drawLane(lane, i, height))}
${rows}
</svg>`;
}

function drawLane({ kind, name, detail }: Lane, index: number, height: number): Markup {
  const x = centre(index);
  const left = x - LANE_WIDTH / 2 + 30;
  return html`<line class="lane ${kind}" x1="${x}" y1="${HEAD_HEIGHT}" x2="${x}" y2="${height}"/><rect class="head ${kind}" x="${left}" y="1" width="${LANE_WIDTH - 60}" height="${HEAD_HEIGHT - 2}" rx="4"/><text class="name" x="${x}" y="19" text-anchor="middle">${clip(name)}</text><text class="detail" x="${x}" y="37" text-anchor="middle">${clip(detail)}</text>`;
}

interface Drawn {
  readonly markup: Markup;
  readonly height: number;
}

function drawRow(row: ChartRow, chart: Chart, top: number): Drawn {
  switch (row.kind) {
    case "message":
      return drawMessage(row.from, row.to, row.label, row.term, top);
    case "deduction":
    case "claim":
      return drawBox(row, chart, top);
    default:
      return row satisfies never;
  }
}

function drawMessage(from: number, to: number, label: string, term: string, top: number): Drawn {
  const [start, end] = [centre(from), centre(to)];
  const room = Math.abs(end - start) - 24;
  const lines = wrapText(`${label}: ${term}`, Math.floor(room / LETTER_WIDTH), MOST_LINES);
  const y = top + 6 + lines.length * LINE_HEIGHT + 6;
  const back = end > start ? -9 : 9;
  const markup = html`${drawLines(lines, (start + end) / 2, top + 6)}<line class="arrow" x1="${start}" y1="${y}" x2="${end + back / 2}" y2="${y}"/><polygon class="tip" points="${end},${y} ${end + back},${y - 4.5} ${end + back},${y + 4.5}"/>`;
  return { markup, height: y - top + 8 };
}

function drawBox(row: Extract<ChartRow, { readonly lane: number }>, { lanes }: Chart, top: number): Drawn {
  const boxWidth = LANE_WIDTH - 24;
  const text = row.kind === "claim" ? `claims ${row.label}: ${row.term}` : `${row.label}: ${row.term}`;
  const lines = wrapText(text, Math.floor((boxWidth - 16) / LETTER_WIDTH), MOST_LINES);
  const x = Math.min(Math.max(centre(row.lane), boxWidth / 2), lanes.length * LANE_WIDTH - boxWidth / 2);
  const height = lines.length * LINE_HEIGHT + 12;
  const markup = html`<rect class="box ${row.kind}" x="${x - boxWidth / 2}" y="${top + 5}" width="${boxWidth}" height="${height}" rx="3"/>${drawLines(lines, x, top + 9)}`;
  return { markup, height: height + 10 };
}

function drawLines(lines: readonly string[], x: number, top: number): readonly Markup[] {
  return lines.map(
    (line, i) => html`<text x="${x}" y="${top + (i + 1) * LINE_HEIGHT - 3}" text-anchor="middle">${line}</text>`,
  );
}

function nameRow(row: ChartRow): string {
  return `${row.kind === "claim" ? "claims " : ""}${row.label}: ${row.term}`;
}

function centre(lane: number): number {
  return lane * LANE_WIDTH + LANE_WIDTH / 2;
}

function clip(text: string): string {
  return wrapText(text, 26, 1)[0] ?? "";
}
