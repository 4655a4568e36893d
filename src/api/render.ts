/** Reports, as functions from an assessment to text. */
import type { Assessment } from "../core/verdict/verdict.ts";
import type { FileFormat } from "./report-formats.ts";

/** A file of a report that is several; its name is relative to the folder of reports. */
export interface RenderedFile {
  readonly name: string;
  readonly text: string;
}

/**
 * Renders an assessment as one text, without colour.
 * @example
 * await render(await verify("needham-schroeder"), "markdown");
 */
export async function render(assessment: Assessment, format: FileFormat): Promise<string> {
  const { renderAs } = await import("./render-reports.ts");
  return renderAs(format, assessment, "none");
}

/**
 * Renders every report that `assay audit` writes, HTML pages included.
 * @returns Files with names relative to the folder of reports.
 */
export async function renderFiles(assessment: Assessment): Promise<readonly RenderedFile[]> {
  const { renderAll } = await import("./render-reports.ts");
  return renderAll(assessment);
}
