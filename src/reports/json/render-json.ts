/** The machine form: the assessment itself, as `assessment.schema.json` describes it. */
import { writeJson } from "../../core/diagnostic/sanitise.ts";
import type { Assessment } from "../../core/verdict/verdict.ts";

/** Renders the assessment as JSON; ends in a line feed. */
export function renderJson(assessment: Assessment): string {
  return `${writeJson(assessment)}\n`;
}
