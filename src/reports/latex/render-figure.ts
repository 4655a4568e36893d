/** An attack as a figure: its message sequence chart in TikZ, and its sentences below. */
import { nameClaim } from "../../core/verdict/words.ts";
import type { AttackGroup } from "../outline/group-attacks.ts";
import { type ChartRow, layOutChart } from "../outline/lay-out-chart.ts";
import { wrapText } from "../outline/wrap-text.ts";
import { escapeLatex } from "./escape-latex.ts";

/** Between two lanes, and of a line of text, in millimetres. */
const LANE_WIDTH = 48;
const LINE_HEIGHT = 3.4;
/** Letters of a typewriter font at the size of footnotes that fit between two lanes. */
const LETTERS = 26;
const MOST_LINES = 5;

/** Renders the figure. */
export function renderFigure(group: AttackGroup, id: string): string {
  const chart = layOutChart(group.steps.map(({ step }) => step));
  let down = 8;
  const rows = chart.rows.map((row) => {
    const { text, height } = drawRow(row, down);
    down += height;
    return text;
  });
  const lanes = chart.lanes.flatMap(({ name, detail, kind }, i) => [
    `    \\draw[${kind === "intruder" ? "dashed" : "gray"}] (${i * LANE_WIDTH},4) -- (${i * LANE_WIDTH},${round(down)});`,
    `    \\node[draw,fill=white,align=center] at (${i * LANE_WIDTH},0) {${escapeLatex(name)}\\\\${escapeLatex(detail)}};`,
  ]);
  const claims = group.findings.map((finding) => escapeLatex(`${finding.role} ${nameClaim(finding)}`)).join("; ");
  const sentences = group.steps.map(({ sentence }) => `    \\item ${escapeLatex(sentence)}`);
  return [
    "\\begin{figure}",
    "  \\begin{tikzpicture}[x=1mm,y=-1mm,font=\\footnotesize]",
    ...lanes,
    ...rows,
    "  \\end{tikzpicture}",
    "  \\footnotesize",
    "  \\begin{enumerate}",
    ...sentences,
    "  \\end{enumerate}",
    `  \\caption{Attack on ${claims}.}`,
    `  \\label{fig:${id}}`,
    "\\end{figure}",
  ].join("\n");
}

function drawRow(row: ChartRow, down: number): { readonly text: string; readonly height: number } {
  const lines = wrapText(`${row.label}: ${row.term}`, LETTERS, MOST_LINES);
  const height = lines.length * LINE_HEIGHT;
  const set = lines.map((line) => `\\texttt{${escapeLatex(line)}}`).join("\\\\");
  switch (row.kind) {
    case "message": {
      const [from, to] = [row.from * LANE_WIDTH, row.to * LANE_WIDTH];
      const at = round(down + height + 2);
      const node = `\\node[align=center,anchor=south] at (${(from + to) / 2},${at}) {${set}};`;
      return { text: `    \\draw[->,>=latex] (${from},${at}) -- (${to},${at}); ${node}`, height: height + 4.5 };
    }
    case "deduction":
    case "claim": {
      const style = row.kind === "claim" ? "draw,thick" : "draw";
      const at = round(down + height / 2 + 2.5);
      const text = `    \\node[${style},fill=white,align=center] at (${row.lane * LANE_WIDTH},${at}) {${set}};`;
      return { text, height: height + 5.5 };
    }
    default:
      return row satisfies never;
  }
}

function round(number: number): number {
  return Math.round(number * 10) / 10;
}
