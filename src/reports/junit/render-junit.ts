/**
 * The assessment as JUnit XML, for CI: a suite for each protocol, a case for each claim.
 *
 * As its usual schema asks for times, and equal results should give equal files, all times are zero; what was measured is
 * in the assessment.
 */
import type { Assessment, Disagreement, SourceError } from "../../core/verdict/verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { describeExpectation, type Weighed, weighFindings } from "../outline/weigh-findings.ts";
import { escapeXml } from "./escape-xml.ts";

interface Case {
  readonly name: string;
  readonly className: string;
  readonly ending?: {
    readonly kind: "failure" | "error";
    readonly type: string;
    readonly message: string;
    readonly text: string;
  };
}

interface Suite {
  readonly package: string;
  readonly name: string;
  readonly properties: readonly (readonly [string, string])[];
  readonly cases: readonly Case[];
}

/** Renders the assessment as JUnit XML; ends in a line feed. */
export function renderJunit(assessment: Assessment): string {
  const suites = listSuites(assessment).map(renderSuite);
  return ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", ...suites, "</testsuites>", ""].join("\n");
}

function listSuites(assessment: Assessment): readonly Suite[] {
  const { subjects, findings, disagreements = [], errors, interrupted } = assessment;
  const suites: Suite[] = subjects.map((subject) => {
    const { source, protocol, hash } = subject;
    const own = findings.filter((finding) => finding.source === source && finding.protocol === protocol);
    const cases = weighFindings(own).filter(({ outcome }) => outcome !== "beside");
    return {
      package: source,
      name: protocol,
      properties: [
        ["hash", hash],
        ["theories", subject.theories.join(", ")],
        ["bound", subject.bound === "unbounded" ? subject.bound : `${subject.bound.runs} runs`],
      ],
      cases: cases.map(makeCase),
    };
  });
  const general = [
    ...disagreements.map(makeDisagreement),
    ...errors.map(makeError),
    ...(interrupted === true ? [makeInterruption()] : []),
  ];
  if (general.length === 0) return suites;
  const suite = { package: "assay", name: "assay", properties: [], cases: general };
  return assessment.incomplete === undefined ? [...suites, suite] : [suite, ...suites];
}

function makeCase(weighed: Weighed): Case {
  const { finding, outcome } = weighed;
  const name = `${finding.role} ${nameClaim(finding)} (${finding.label})`;
  const className = finding.protocol;
  if (outcome === "expected" || outcome === "beside") return { name, className };
  const { word, extent, notes, facts, attack } = outlineVerdict(finding);
  const expectation = describeExpectation(weighed);
  const message = [`${word}, ${extent}`, ...(expectation === undefined ? [] : [expectation])].join("; ");
  const told = attack?.narration ?? [];
  const lines = [
    ...told.map((sentence, i) => `${i + 1}. ${sentence}`),
    ...facts.map((fact) => `${fact.name}: ${fact.value}`),
    ...notes,
  ];
  const kind = outcome === "open" ? "error" : "failure";
  return { name, className, ending: { kind, type: word, message, text: lines.join("\n") } };
}

function makeDisagreement({ protocol, role, label, sentence, between, ...claim }: Disagreement): Case {
  const name = `${role} ${nameClaim(claim)} (${label}): ${between.join(" and ")} agree`;
  return { name, className: protocol, ending: { kind: "failure", type: "contradiction", message: sentence, text: "" } };
}

function makeError({ source, file, line, column, code, message, note, help }: SourceError): Case {
  const where = [file ?? source, line, column].filter((part) => part !== undefined).join(":");
  const text = [note, help].filter((part) => part !== undefined).join("\n");
  return { name: `${code} ${where}`, className: source, ending: { kind: "error", type: code, message, text } };
}

function makeInterruption(): Case {
  const message = "Interrupted: other claims were not examined.";
  return {
    name: "all claims are examined",
    className: "assay",
    ending: { kind: "error", type: "interrupted", message, text: "" },
  };
}

function renderSuite(suite: Suite, id: number): string {
  const having = (kind: string): number => suite.cases.filter(({ ending }) => ending?.kind === kind).length;
  const attributes = {
    package: suite.package,
    id,
    // A suite needs a name of one letter at least.
    name: suite.name.trim() === "" ? "-" : suite.name,
    timestamp: "1970-01-01T00:00:00",
    hostname: "localhost",
    tests: suite.cases.length,
    failures: having("failure"),
    errors: having("error"),
    time: 0,
  };
  const properties = suite.properties.map(([name, value]) => `      <property${renderAttributes({ name, value })}/>\n`);
  return [
    `  <testsuite${renderAttributes(attributes)}>`,
    properties.length === 0 ? "    <properties/>" : `    <properties>\n${properties.join("")}    </properties>`,
    ...suite.cases.map(renderCase),
    "    <system-out/>",
    "    <system-err/>",
    "  </testsuite>",
  ].join("\n");
}

function renderCase({ name, className, ending }: Case): string {
  const start = `    <testcase${renderAttributes({ name, classname: className, time: 0 })}`;
  if (ending === undefined) return `${start}/>`;
  const { kind, type, message, text } = ending;
  const body = `      <${kind}${renderAttributes({ message, type })}>${escapeXml(text)}</${kind}>`;
  return `${start}>\n${body}\n    </testcase>`;
}

function renderAttributes(attributes: Readonly<Record<string, string | number>>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join("");
}
