/**
 * An analysis as a LaTeX document: messages, assumptions, goals, and their proofs as numbered lemmas and bussproofs trees
 * that fit a column. Long ciphertexts are abbreviated, and a tree that is still too wide is scaled down.
 */
import type { Analysis, BanResult, JudgedGoal } from "../analyse.ts";
import type { Formula } from "../formula/formula.ts";
import { readSexpr } from "../formula/read-sexpr.ts";
import { Abbreviations } from "./abbreviations.ts";
import { printAscii } from "./ascii.ts";
import { escapeLatex, MACROS, printLatex } from "./latex.ts";
import { cutProofs, type ProofNode } from "./proof-trees.ts";
import { CAVEAT, explainUnderivable, nameOrigins, UNDECIDED } from "./words.ts";

/** The width and height of a column of a two-column page at footnote size. */
const COLUMN = { width: 56, height: 9 };

const PREAMBLE = `\\documentclass[twocolumn]{article}
\\usepackage[T1]{fontenc}
\\usepackage{amsmath,amssymb}
\\usepackage{bussproofs}
\\usepackage{graphicx}
${MACROS}
\\newsavebox{\\proofbox}
\\newcommand{\\fitcolumn}[1]{\\sbox{\\proofbox}{#1}%
  \\ifdim\\wd\\proofbox>\\columnwidth\\resizebox{\\columnwidth}{!}{\\usebox{\\proofbox}}\\else\\usebox{\\proofbox}\\fi}
\\newtheorem{lemma}{Lemma}
\\newtheorem{goal}{Goal}
\\setlength{\\parindent}{0pt}
\\begin{document}
\\footnotesize`;

/** The document; ends in a line feed. */
export function renderBanLatex(analysis: Analysis, result: BanResult): string {
  const { name, profile, messages, assumptions, symbols } = analysis;
  const short = new Abbreviations(messages.map(({ formula }) => formula));
  const math = (formula: Formula): string => `$${short.print(formula, symbols)}$`;
  const whole = (formula: Formula): string => `$${printLatex(formula, symbols)}$`;
  const derived = result.goals.flatMap(({ outcome }) => (outcome.is === "derived" ? [outcome.proof] : []));
  const read = (conclusion: string): Formula => readSexpr(conclusion).formula;
  const trees = cutProofs(derived, (conclusion) => short.widthOf(read(conclusion)), COLUMN);
  const tree = (node: ProofNode): string => renderTree(node, (conclusion) => math(read(conclusion)));
  const rows = (lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : ["\\begin{itemize}", ...lines.map((line) => `\\item ${line}`), "\\end{itemize}"];
  const lines = [
    PREAMBLE,
    `\\section*{${escapeLatex(name)}: derivations in BAN logic}`,
    `Profile ${escapeLatex(profile.name)}. ${escapeLatex(CAVEAT)}`,
    "\\subsection*{Messages, idealised}",
    ...rows(
      messages.map(
        ({ id, from, to, formula }) =>
          `${escapeLatex(id)}: $${printName(from)} \\rightarrow ${printName(to)}$: ${whole(formula)}`,
      ),
    ),
    "\\subsection*{Assumptions}",
    ...rows(assumptions.map(({ id, formula }) => `${escapeLatex(id)}: ${whole(formula)}`)),
    ...(short.entries.length === 0 ? [] : ["\\subsection*{Abbreviations}"]),
    ...rows(short.entries.map(({ tex, formula }) => `$${tex} = ${short.printInside(formula, symbols)}$`)),
    "\\subsection*{Lemmas and goals}",
    ...trees.lemmas.flatMap((lemma, i) => [
      "\\begin{lemma}",
      `\\label{lemma:${i + 1}} ${math(read(lemma.conclusion))}`,
      "\\end{lemma}",
      `\\fitcolumn{${tree(lemma)}}\\par\\medskip`,
    ]),
    ...renderGoals(result.goals, trees.roots, math, tree),
    ...(result.lints.length === 0 ? [] : ["\\subsection*{Lints}"]),
    ...rows(result.lints.map(({ kind, sentence }) => `\\textbf{${escapeLatex(kind)}}: ${escapeLatex(sentence)}`)),
    "\\end{document}",
  ];
  return `${lines.join("\n")}\n`;
}

function renderGoals(
  goals: readonly JudgedGoal[],
  roots: readonly ProofNode[],
  math: (formula: Formula) => string,
  tree: (node: ProofNode) => string,
): string[] {
  let next = 0;
  return goals.flatMap(({ id, formula, outcome }) => {
    const head = ["\\begin{goal}", `\\textup{(${escapeLatex(id)})} ${math(formula)}`, "\\end{goal}"];
    if (outcome.is === "underivable") {
      const why = explainUnderivable(outcome, printAscii).map((sentence) => `\\item ${escapeLatex(sentence)}`);
      return [...head, "Not derivable.", "\\begin{itemize}", ...why, "\\end{itemize}"];
    }
    if (outcome.is === "undecided") return [...head, UNDECIDED];
    const root = roots[next] as ProofNode;
    next += 1;
    const rests = escapeLatex(nameOrigins(outcome.rests));
    const marks = outcome.is === "derived" ? outcome.marks.map(({ sentence }) => `${escapeLatex(sentence)}\\par`) : [];
    return [...head, `Derived; rests on ${rests}.\\par`, ...marks, `\\fitcolumn{${tree(root)}}\\par\\medskip`];
  });
}

const ARITIES = ["", "Unary", "Binary", "Trinary", "Quaternary", "Quinary"];

/** Commands that push premises and infer from them, as bussproofs wants it. */
function renderTree(root: ProofNode, math: (conclusion: string) => string): string {
  const lines: string[] = [];
  const infer = (rule: string, count: number, conclusion: string): void => {
    lines.push(`\\RightLabel{\\scriptsize ${escapeLatex(rule)}}\\${ARITIES[count] as string}InfC{${math(conclusion)}}`);
  };
  const visit = (node: ProofNode): void => {
    switch (node.is) {
      case "leaf":
        lines.push(`\\AxiomC{${escapeLatex(node.label)}}\\noLine\\UnaryInfC{${math(node.conclusion)}}`);
        return;
      case "lemma":
        lines.push(`\\AxiomC{Lemma \\ref{lemma:${node.number}}}\\noLine\\UnaryInfC{${math(node.conclusion)}}`);
        return;
      case "step": {
        // bussproofs takes five premises; more of them are listed in one.
        if (node.premises.length < ARITIES.length) {
          for (const premise of node.premises) visit(premise);
          infer(node.rule, node.premises.length, node.conclusion);
          return;
        }
        lines.push(`\\AxiomC{${node.premises.map(({ conclusion }) => math(conclusion)).join(", ")}}`);
        infer(node.rule, 1, node.conclusion);
        return;
      }
      default:
        node satisfies never;
    }
  };
  visit(root);
  return `%\n${lines.map((line) => `  ${line}%`).join("\n")}\n  \\DisplayProof`;
}

function printName(name: string): string {
  return printLatex({ is: "atom", name, id: name });
}
