/** The verdicts of one protocol as a table. */
import type { Finding, Subject } from "../../core/verdict/verdict.ts";
import { count, nameClaim } from "../../core/verdict/words.ts";
import { keyOfLens, listLenses } from "../../findings/list-lenses.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { escapeLatex } from "./escape-latex.ts";

/** Renders the table; its caption names the bound of the search, and the assumptions stand below it. */
export function renderTable(subject: Subject, findings: readonly Finding[], id: string): string {
  const lenses = listLenses(findings);
  const titles = new Map(lenses.map(({ key, title }) => [key, title]));
  const rows = findings.map((finding) => {
    const { word, extent } = outlineVerdict(finding);
    const lens = lenses.length > 1 ? [titles.get(keyOfLens(finding)) ?? ""] : [];
    return `    ${[finding.role, nameClaim(finding), ...lens, word, extent].map(escapeLatex).join(" & ")} \\\\`;
  });
  const head = ["role", "claim", ...(lenses.length > 1 ? ["lens"] : []), "verdict", "scope"].join(" & ");
  const columns = lenses.length > 1 ? "lp{0.28\\linewidth}p{0.2\\linewidth}ll" : "lp{0.4\\linewidth}ll";
  const bound = subject.bound === "unbounded" ? "no bound on runs" : `at most ${count(subject.bound.runs, "run")}`;
  return [
    "\\begin{table}",
    `  \\caption{Verdicts on ${escapeLatex(subject.protocol)}, searched with ${escapeLatex(bound)}.}`,
    `  \\label{tab:${id}}`,
    `  \\begin{tabular}{@{}${columns}@{}}`,
    "    \\toprule",
    `    ${head} \\\\`,
    "    \\midrule",
    ...rows,
    "    \\bottomrule",
    "  \\end{tabular}",
    "\\end{table}",
  ].join("\n");
}
