import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { makeAssessment } from "../core/verdict/example.ts";
import { compileSchema, parseAssessment } from "./read-assessment.ts";

const validate = compileSchema();

function explain(text: string): string {
  try {
    parseAssessment("a.json", text, validate);
  } catch (error) {
    if (error instanceof DiagnosticError) return error.message;
    throw error;
  }
  return "accepted";
}

function edit(change: (copy: Record<string, unknown>) => void): string {
  const copy = JSON.parse(JSON.stringify(makeAssessment())) as Record<string, unknown>;
  change(copy);
  return JSON.stringify(copy);
}

function editVerdict(verdict: unknown): string {
  return edit((copy) => {
    (copy["findings"] as { verdict: unknown }[]).splice(1, 5, { ...makeAssessment().findings[1], verdict });
  });
}

describe("parseAssessment", () => {
  it("gives back what was stored", () => {
    const assessment = makeAssessment();
    expect(parseAssessment("a.json", JSON.stringify(assessment))).toEqual(assessment);
  });

  it.each([
    ["nothing", "", "AS701 a.json is not JSON"],
    ["half a file", JSON.stringify(makeAssessment()).slice(0, 500), "AS701 a.json is not JSON"],
    ["a list", "[]", "AS702 a.json is no assessment, not of assay/assessment-1."],
    ["null", "null", "AS702 a.json is no assessment"],
    [
      "another schema",
      edit((copy) => {
        copy["schema"] = "assay/assessment-0";
      }),
      "AS702 a.json is an assessment of schema assay/assessment-0, not of assay/assessment-1.",
    ],
    [
      "no findings",
      edit((copy) => delete copy["findings"]),
      "AS703 a.json: the file must have required property 'findings'.",
    ],
    [
      "an unknown verdict",
      editVerdict({ is: "secure" }),
      'a.json: findings.1.verdict value of tag "is" must be in oneOf.',
    ],
    [
      "an attack without steps",
      editVerdict({ is: "attack" }),
      "findings.1.verdict must have required property 'trace'.",
    ],
    [
      "a scope that is a word",
      editVerdict({ ...makeAssessment().findings[0]?.verdict, scope: "all" }),
      "verdict.scope",
    ],
    [
      "a step without its sentence",
      editVerdict({
        is: "attack",
        minimised: true,
        assumptions: [],
        approximations: [],
        trace: { steps: [], narration: ["x"] },
      }),
      "AS703 a.json: findings.1.verdict has 0 steps and 1 sentences.",
    ],
    [
      "a finding of no subject",
      edit((copy) => {
        copy["subjects"] = [];
      }),
      "AS703 a.json: findings for the protocol example of example, which is not a subject.",
    ],
  ])("says what is wrong with %s", (_, text, said) => {
    expect(explain(text)).toContain(said);
  });

  it("never fails otherwise, whatever JSON it is", () => {
    fc.assert(
      fc.property(fc.json(), (findings) => {
        const text = `{"schema":"assay/assessment-1","tool":{"name":"assay","version":"1"},"subjects":[],"findings":${findings}}`;
        expect(explain(text)).toMatch(/^AS703 /);
      }),
    );
  });
});
