/**
 * The assessment as LaTeX to be pasted or `\input`: for each protocol a table, what its verdicts rest on, and a figure for
 * each attack.
 *
 * It needs booktabs and tikz. No time is in it, so that equal results give equal files.
 */
import { collectApproximations, collectSentences, summarise } from "../../findings/summary.ts";
import type { Assessment, Finding } from "../../core/verdict/verdict.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { groupAttacks } from "../outline/group-attacks.ts";
import { type GameGroup, groupGames } from "../outline/group-games.ts";
import { escapeComment, escapeLatex } from "./escape-latex.ts";
import { renderFigure } from "./render-figure.ts";
import { renderTable } from "./render-table.ts";

/** Renders the assessment as LaTeX; ends in a line feed. */
export function renderLatex(assessment: Assessment): string {
  const { tool, subjects, findings, disagreements = [] } = assessment;
  const blocks = [
    [
      `% Made by ${tool.name} ${escapeComment(tool.version)}. Needs \\usepackage{booktabs} and \\usepackage{tikz};`,
      "% names beyond Latin letters need LuaLaTeX or XeLaTeX with a font that has them.",
    ].join("\n"),
    escapeLatex(summarise(assessment)),
  ];
  subjects.forEach((subject, i) => {
    const own = findings.filter(({ source, protocol }) => source === subject.source && protocol === subject.protocol);
    const left = collectApproximations(own);
    const id = `assay-${i + 1}`;
    blocks.push(
      `% ${escapeComment(subject.protocol)} (${escapeComment(subject.source)}), model ${escapeComment(subject.hash)}`,
      ...listSentences("Assumptions", collectSentences(own, "assumptions")),
      ...listSentences("Not modelled", left.own),
      ...left.others.flatMap(({ name, sentences }) => listSentences(`Not modelled for ${name}`, sentences)),
      ...listSentences("Games", groupGames(own).map(describeGame)),
      ...listSentences("Network adversary", own.flatMap(describeNetwork)),
      renderTable(subject, own, id),
      ...groupAttacks(own).map((group, j) => renderFigure(group, `${id}-${j + 1}`)),
    );
  });
  blocks.push(
    ...listSentences(
      "The engines contradict each other",
      disagreements.map(({ sentence }) => sentence),
    ),
  );
  return `${blocks.join("\n\n")}\n`;
}

/** Describes a game: the results are rows of the table. */
function describeGame({ game, definition, notCovered, played }: GameGroup): string {
  const seeds = [...new Set(played.map(({ plays }) => plays.seed))].join(", ");
  const left = notCovered.length === 0 ? "" : ` Not covered: ${notCovered.join(" ")}`;
  return `${game}: ${definition} Seed ${seeds}.${left}`;
}

function describeNetwork(finding: Finding): readonly string[] {
  const { searched, extent } = outlineVerdict(finding);
  if (searched === undefined) return [];
  const broken = searched.attacks.map(({ breaks }) => breaks).join(", ");
  const found = broken === "" ? "" : ` Broken: ${broken}.`;
  return [`${extent}; seed ${searched.seed}.${found} Not covered: ${searched.notCovered.join(" ")}`];
}

function listSentences(title: string, sentences: readonly string[]): readonly string[] {
  if (sentences.length === 0) return [];
  const items = sentences.map((sentence) => `  \\item ${escapeLatex(sentence)}`);
  return [[`\\noindent ${escapeLatex(title)}:`, "\\begin{itemize}", ...items, "\\end{itemize}"].join("\n")];
}
