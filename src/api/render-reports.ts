/** An assessment in every format, each by its name; and the files that an audit leaves. */
import { createHash } from "node:crypto";
import { renderHtml } from "../reports/html/render-html.ts";
import { renderJson } from "../reports/json/render-json.ts";
import { renderJunit } from "../reports/junit/render-junit.ts";
import { renderLatex } from "../reports/latex/render-latex.ts";
import { renderMarkdown } from "../reports/markdown/render-markdown.ts";
import { renderSarif } from "../reports/sarif/render-sarif.ts";
import { renderText } from "../reports/text/render-text.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import type { FileFormat } from "./report-formats.ts";

/** A file to be written; its name is relative to the folder of reports. */
export interface ReportFile {
  readonly name: string;
  readonly text: string;
}

/** Renders a format that is one text. */
export function renderAs(format: FileFormat, assessment: Assessment, colour: "none" | "ansi"): string {
  switch (format) {
    case "text":
      return renderText(assessment, { colour, attacks: "told" });
    case "json":
      return renderJson(assessment);
    case "markdown":
      return renderMarkdown(assessment);
    case "sarif":
      return renderSarif(assessment, digest);
    case "junit":
      return renderJunit(assessment);
    case "latex":
      return renderLatex(assessment);
    default:
      return format satisfies never;
  }
}

/** The pages of the HTML report. */
export function renderPages(assessment: Assessment): readonly ReportFile[] {
  return renderHtml(assessment, digest);
}

/** Everything that an audit writes, the assessment last: where it is, all else of it is. */
export function renderAll(assessment: Assessment): readonly ReportFile[] {
  return [
    ...renderPages(assessment),
    { name: "report.md", text: renderMarkdown(assessment) },
    { name: "assessment.sarif", text: renderSarif(assessment, digest) },
    { name: "junit.xml", text: renderJunit(assessment) },
    { name: "report.tex", text: renderLatex(assessment) },
    { name: "assessment.json", text: renderJson(assessment) },
  ];
}

function digest(text: string, encoding: "hex" | "base64"): string {
  return createHash("sha256").update(text).digest(encoding);
}
