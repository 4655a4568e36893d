/** An analysis for a terminal: messages, assumptions, every goal with its proof or what is missing, and the lints. */
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import type { Analysis, BanResult, JudgedGoal } from "../analyse.ts";
import { classifyAssumption } from "../explain/rank.ts";
import { readSexpr } from "../formula/read-sexpr.ts";
import { printAscii } from "./ascii.ts";
import { CAVEAT, explainSupports, explainUnderivable, nameOrigins, nameStep, UNDECIDED } from "./words.ts";

/** The report; ends in a line feed. */
export function renderBanText(analysis: Analysis, result: BanResult): string {
  const { name, profile, messages, assumptions, symbols } = analysis;
  const blocks = [
    [`${name}  BAN logic, profile ${profile.name}`],
    [
      "Messages, idealised:",
      ...indent(table(messages.map((one) => [one.id, `${one.from} -> ${one.to}`, printAscii(one.formula)]))),
    ],
    [
      "Assumptions:",
      ...indent(
        table(assumptions.map(({ id, formula }) => [id, printAscii(formula), classifyAssumption(formula, symbols)])),
      ),
    ],
    ["Goals:", ...indent(table(result.goals.map(describeGoal)))],
    ...result.goals.map((goal) => explainGoal(goal)),
    ...(result.lints.length === 0
      ? []
      : [["Lints:", ...result.lints.map(({ kind, sentence }) => `  ${kind}: ${sentence}`)]]),
    [CAVEAT],
  ];
  return `${blocks.map((lines) => lines.map(sanitise).join("\n")).join("\n\n")}\n`;
}

function describeGoal({ id, formula, outcome }: JudgedGoal): string[] {
  const text = printAscii(formula);
  if (outcome.is === "derived") {
    const marks = [...new Set(outcome.marks.map(({ kind }) => kind))].map((kind) => `  [${kind}]`).join("");
    return [id, text, "+ derived", `rests on ${nameOrigins(outcome.rests)}${marks}`];
  }
  if (outcome.is === "undecided") return [id, text, "? undecided", "too many steps"];
  const [first] = outcome.missing;
  const missing =
    first === undefined
      ? outcome.poolSufficient
        ? "missing assumptions were not found in time"
        : outcome.isTried
          ? "no assumption helps"
          : "what is missing was not found out"
      : `missing: ${first.map((one) => printAscii(one.formula)).join(" and ")}`;
  return [id, text, "- underivable", missing];
}

function explainGoal({ id, formula, outcome }: JudgedGoal): string[] {
  const title = `${id}  ${printAscii(formula)}`;
  if (outcome.is === "underivable") return [title, ...indent(explainUnderivable(outcome, printAscii))];
  if (outcome.is === "undecided") return [title, ...indent([UNDECIDED])];
  const steps = outcome.proof.steps.map((step) => [
    `${step.id}.`.padStart(4),
    printAscii(readSexpr(step.conclusion).formula),
    nameStep(step),
  ]);
  return [title, ...indent(table(steps)), ...indent(explainSupports(outcome))];
}

function indent(lines: readonly string[]): string[] {
  return lines.map((line) => `  ${line}`);
}

/** Rows in columns; the last one is as wide as it is. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.min(72, Math.max(...rows.map((row) => (row[column] ?? "").length))),
  );
  return rows.map((row) =>
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join("  ")
      .trimEnd(),
  );
}
