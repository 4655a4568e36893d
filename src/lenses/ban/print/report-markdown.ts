/** An analysis as Markdown, in the paper's symbols, for a pull request or a wiki. Formulas are code: nothing is escaped twice. */
import { sanitise } from "../../../core/diagnostic/sanitise.ts";
import type { Analysis, BanResult, JudgedGoal } from "../analyse.ts";
import { classifyAssumption } from "../explain/rank.ts";
import { readSexpr } from "../formula/read-sexpr.ts";
import type { Formula } from "../formula/formula.ts";
import { printUnicode } from "./unicode.ts";
import { CAVEAT, explainSupports, explainUnderivable, nameOrigins, nameStep, UNDECIDED } from "./words.ts";

/** The report; ends in a line feed. */
export function renderBanMarkdown(analysis: Analysis, result: BanResult): string {
  const { name, profile, messages, assumptions, symbols } = analysis;
  const blocks = [
    `# ${escapeText(name)}: derivations in BAN logic`,
    `Profile \`${profile.name}\`. ${CAVEAT}`,
    "## Messages, idealised",
    table(
      ["message", "from", "to", "formula"],
      messages.map((one) => [code(one.id), escapeText(one.from), escapeText(one.to), show(one.formula)]),
    ),
    "## Assumptions",
    table(
      ["name", "assumption", "kind"],
      assumptions.map(({ id, formula }) => [code(id), show(formula), classifyAssumption(formula, symbols)]),
    ),
    "## Goals",
    table(["goal", "formula", "verdict", "rests on"], result.goals.map(describeGoal)),
    ...result.goals.flatMap((goal) => explainGoal(goal)),
    ...(result.lints.length === 0
      ? []
      : ["## Lints", result.lints.map(({ kind, sentence }) => `- **${kind}**: ${escapeText(sentence)}`).join("\n")]),
  ];
  return `${blocks.join("\n\n")}\n`;
}

function describeGoal({ id, formula, outcome }: JudgedGoal): string[] {
  const rests = outcome.is === "derived" ? escapeText(nameOrigins(outcome.rests)) : "";
  const marks = outcome.is === "derived" ? [...new Set(outcome.marks.map(({ kind }) => kind))] : [];
  const verdict = [`**${outcome.is}**`, ...marks].join(", ");
  return [code(id), show(formula), verdict, rests];
}

function explainGoal({ id, formula, outcome }: JudgedGoal): string[] {
  const title = `### ${escapeText(id)}: ${show(formula)}`;
  if (outcome.is === "underivable") {
    return [
      title,
      explainUnderivable(outcome, printUnicode)
        .map((line) => `- ${escapeText(line)}`)
        .join("\n"),
    ];
  }
  if (outcome.is === "undecided") return [title, UNDECIDED];
  const steps = outcome.proof.steps.map(
    (step) => `${step.id}. ${show(readSexpr(step.conclusion).formula)} (${escapeText(nameStep(step))})`,
  );
  const others = explainSupports(outcome);
  return [
    title,
    steps.join("\n"),
    ...(others.length === 0 ? [] : [others.map((line) => `- ${escapeText(line)}`).join("\n")]),
  ];
}

function show(formula: Formula): string {
  return code(printUnicode(formula));
}

function code(text: string): string {
  return `\`${sanitise(text).replaceAll("|", "\\|").replaceAll("`", "'")}\``;
}

function escapeText(text: string): string {
  return sanitise(text).replace(/[\\`*_{}[\]<>|#]/g, "\\$&");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}
