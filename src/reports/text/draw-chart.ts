/**
 * A message sequence chart in characters, for a terminal: lanes, arrows with the labels of messages, one row for each step.
 *
 * Terms are left to the sentences beside it, to which the numbers of the rows refer.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { TraceStep } from "../../core/verdict/verdict.ts";
import { type ChartRow, layOutChart } from "../outline/lay-out-chart.ts";
import { measureText, wrapText } from "../outline/wrap-text.ts";

const LANE_WIDTH = 18;
const NUMBER_WIDTH = 5;

/** Draws the chart, line by line. */
export function drawChart(steps: readonly TraceStep[]): readonly string[] {
  const { lanes, rows } = layOutChart(steps);
  const heads = [lanes.map(({ name }) => name), lanes.map(({ detail }) => detail)].map(
    (texts) => " ".repeat(NUMBER_WIDTH) + texts.map((text) => centre(clean(text, LANE_WIDTH - 2), LANE_WIDTH)).join(""),
  );
  const lines = rows.map((row, i) => `${String(i + 1).padStart(NUMBER_WIDTH - 1)} ${drawRow(row, lanes.length)}`);
  return [...heads, ...lines].map((line) => line.trimEnd());
}

function drawRow(row: ChartRow, lanes: number): string {
  switch (row.kind) {
    case "message": {
      const [left, right] = [Math.min(row.from, row.to), Math.max(row.from, row.to)];
      const room = (right - left) * LANE_WIDTH - 1;
      const label = clean(row.label, room - 6);
      const dashes = room - measureText(label) - 4;
      const before = Math.floor(dashes / 2);
      const shaft = `${"-".repeat(before + 1)} ${label} ${"-".repeat(dashes - before)}`;
      const arrow = row.from < row.to ? `${shaft}>` : `<${shaft}`;
      return `${drawLanes(left + 1)}${arrow}${drawLanes(lanes - right, "|")}`;
    }
    case "deduction":
    case "claim": {
      const text = row.kind === "claim" ? `claims ${row.term}` : row.label;
      const mark = row.kind === "claim" ? "#" : "*";
      const room = (lanes - row.lane) * LANE_WIDTH;
      return `${drawLanes(row.lane)}${" ".repeat(gapBefore(row.lane))}${mark} ${clean(text, room)}`;
    }
    default:
      return row satisfies never;
  }
}

/** So many lanes, from the left edge or from an arrow's end. */
function drawLanes(count: number, start: "edge" | "|" = "edge"): string {
  if (count === 0) return "";
  const first = start === "edge" ? `${" ".repeat(LANE_WIDTH / 2)}|` : "|";
  return first + `${" ".repeat(LANE_WIDTH - 1)}|`.repeat(count - 1);
}

function gapBefore(lane: number): number {
  return lane === 0 ? LANE_WIDTH / 2 : LANE_WIDTH - 1;
}

function centre(text: string, width: number): string {
  const room = width - measureText(text);
  const before = Math.floor((room + 1) / 2);
  return `${" ".repeat(before)}${text}${" ".repeat(room - before)}`;
}

function clean(text: string, width: number): string {
  return wrapText(sanitise(text), Math.max(4, width), 1)[0] ?? "";
}
