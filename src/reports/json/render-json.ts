/** The machine form: the assessment itself, as `assessment.schema.json` describes it. */
import type { Assessment } from "../../verdict/verdict.ts";

/** Renders the assessment as JSON; ends in a line feed. */
export function renderJson(assessment: Assessment): string {
  return `${JSON.stringify(assessment, undefined, 2)}\n`;
}
