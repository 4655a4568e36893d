/** Analyses with their results in one of the formats of the command line. */
import { sanitiseLines, writeJson } from "../../../core/diagnostic/sanitise.ts";
import type { Analysis, BanResult } from "../analyse.ts";
import { writeBanJson } from "./report-json.ts";
import { renderBanLatex } from "./report-latex.ts";
import { renderBanMarkdown } from "./report-markdown.ts";
import { renderBanText } from "./report-text.ts";

export type BanFormat = "text" | "json" | "latex" | "markdown";

/** An analysis and what came of it. */
export interface Analysed {
  readonly analysis: Analysis;
  readonly result: BanResult;
}

/** Everything in one text: reports one after the other; as JSON one report, or a list of several. */
export function renderBan(analysed: readonly Analysed[], format: BanFormat): string {
  if (format === "json") {
    const all = analysed.map(({ analysis, result }) => writeBanJson(analysis, result));
    return `${writeJson(all.length === 1 ? all[0] : all)}\n`;
  }
  return analysed.map(({ analysis, result }) => renderOne(analysis, result, format)).join("\n");
}

function renderOne(analysis: Analysis, result: BanResult, format: Exclude<BanFormat, "json">): string {
  switch (format) {
    case "text":
      return sanitiseLines(renderBanText(analysis, result));
    case "latex":
      return sanitiseLines(renderBanLatex(analysis, result));
    case "markdown":
      return sanitiseLines(renderBanMarkdown(analysis, result));
    default:
      return format satisfies never;
  }
}
