/**
 * Reads a stored assessment: text of others, so nothing of it is believed before the schema has accepted all of it.
 *
 * What a report may rely on beyond the schema is checked here as well: every finding belongs to a subject, every step has
 * its sentence.
 */
import { readFileSync } from "node:fs";
import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import { DiagnosticError } from "../core/diagnostic/diagnostic.ts";
import { assembleAnswers, assembleSchema, type Schema } from "../findings/assemble-schema.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { diagnose } from "../files/diagnostics.ts";
import { readText } from "../files/read-text.ts";

/** How many mistakes of one file are worth telling. */
const MOST_DIAGNOSTICS = 5;
const SCHEMA = "assay/assessment-1";

/** Reads an assessment. Throws DiagnosticError (AS102 to AS105, AS701 to AS703) for what is none. */
export function readAssessment(path: string): Assessment {
  return parseAssessment(path, readText(path));
}

/** The assessment that a text is. Throws DiagnosticError (AS701 to AS703), naming the file. */
export function parseAssessment(path: string, text: string, validate = compileSchema()): Assessment {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new DiagnosticError([diagnose("AS701", `${path} is not JSON: ${said.slice(0, 120)}.`)]);
  }
  const schema = typeof value === "object" && value !== null && "schema" in value ? value.schema : undefined;
  if (schema !== SCHEMA) {
    const what = typeof schema === "string" ? `an assessment of schema ${schema.slice(0, 60)}` : "no assessment";
    throw new DiagnosticError([diagnose("AS702", `${path} is ${what}, not of ${SCHEMA}.`)]);
  }
  if (!validate(value)) {
    const errors = validate.errors ?? [];
    throw new DiagnosticError(chooseErrors(errors).map((error) => diagnose("AS703", `${path}: ${describe(error)}.`)));
  }
  requireSubjects(path, value);
  requireSentences(path, value);
  return value;
}

/** Compiles the schema; worth keeping by whoever reads several assessments. */
export function compileSchema(): ValidateFunction<Assessment> {
  return openSchema().getSchema<Assessment>(SCHEMA) ?? failToCompile(SCHEMA);
}

/** Compiles what the answer to a job may be: also those that no finding has as its verdict. */
export function compileVerdict(): (part: unknown) => boolean {
  const name = "verdict";
  const validate = openSchema(assembleAnswers).getSchema(`${SCHEMA}#/$defs/${name}`) ?? failToCompile(name);
  return (part) => validate(part) === true;
}

function openSchema(assemble: (schema: Schema) => Schema = assembleSchema): Ajv2020 {
  const text = readFileSync(new URL("../core/verdict/assessment.schema.json", import.meta.url), "utf8");
  // Collecting every error of a large file of others would take more than the file is worth.
  const ajv = new Ajv2020({ allErrors: false, discriminator: true, strict: false });
  return ajv.addSchema(assemble(JSON.parse(text) as Schema), SCHEMA);
}

function failToCompile(name: string): never {
  throw new Error(`The schema of assessments has no ${name}.`);
}

/** Of alternatives that all failed, the errors of each say little: the deepest ones say most. */
function chooseErrors(errors: readonly ErrorObject[]): readonly ErrorObject[] {
  const depth = Math.max(0, ...errors.map(({ instancePath }) => instancePath.split("/").length));
  const deepest = errors.filter(({ instancePath }) => instancePath.split("/").length === depth);
  const seen = new Set<string>();
  const distinct = deepest.filter((error) => !seen.has(describe(error)) && seen.add(describe(error)));
  return distinct.slice(0, MOST_DIAGNOSTICS);
}

function describe({ instancePath, message = "is wrong", params }: ErrorObject): string {
  const where = instancePath === "" ? "the file" : instancePath.slice(1).replaceAll("/", ".");
  const allowed = "allowedValues" in params ? `: ${(params["allowedValues"] as unknown[]).join(", ")}` : "";
  return `${where} ${message}${allowed}`;
}

function requireSubjects(path: string, { subjects, findings }: Assessment): void {
  const known = new Set(subjects.map(({ source, protocol }) => JSON.stringify([source, protocol])));
  const lost = findings.find(({ source, protocol }) => !known.has(JSON.stringify([source, protocol])));
  if (lost === undefined) return;
  const message = `${path}: findings for the protocol ${lost.protocol} of ${lost.source}, which is not a subject.`;
  throw new DiagnosticError([diagnose("AS703", message)]);
}

function requireSentences(path: string, { findings }: Assessment): void {
  findings.forEach(({ verdict }, i) => {
    const trace = verdict.is === "attack" ? verdict.trace : verdict.is === "holds" ? verdict.witness : undefined;
    if (trace === undefined || trace.steps.length === trace.narration.length) return;
    const message = `${path}: findings.${i}.verdict has ${trace.steps.length} steps and ${trace.narration.length} sentences.`;
    throw new DiagnosticError([diagnose("AS703", message)]);
  });
}
