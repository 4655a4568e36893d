/**
 * The assessment as SARIF 2.1.0, for code scanning: what is not as it should be, where the claim is made, how it fails.
 *
 * A known attack is a result that is accepted, with the reason from `expected.yaml`; what holds as expected is none. No
 * time is in it, and a finding keeps its fingerprint when lines move.
 */
import { writeJson } from "../../core/diagnostic/sanitise.ts";
import type { Assessment, Disagreement, Finding, SourceError, Trace, TraceStep } from "../../core/verdict/verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";
import type { Digest } from "../digest.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { describeExpectation, type Weighed, weighFindings } from "../outline/weigh-findings.ts";
import { locate, locateFile } from "./place.ts";
import { CONTRADICTION, listRules, nameRule } from "./rules.ts";
import type { Level, Location, Message, Notification, Result, SarifLog, ThreadFlow } from "./sarif-log.ts";

/** Renders the assessment as SARIF; ends in a line feed. */
export function renderSarif(assessment: Assessment, digest: Digest): string {
  return `${writeJson(buildLog(assessment, digest))}\n`;
}

function buildLog(assessment: Assessment, digest: Digest): SarifLog {
  const { tool, subjects, findings, disagreements = [], errors, warnings, interrupted } = assessment;
  const told = weighFindings(findings).filter(isTold);
  const rules = listRules(
    told.map(({ finding }) => finding),
    disagreements.length,
  );
  const indexOf = (id: string): number => rules.findIndex((rule) => rule.id === id);
  const countTwins = startCounting();
  const fingerprint = (parts: readonly string[]): Record<string, string> => {
    const identity = JSON.stringify(parts);
    const hash = digest(JSON.stringify([identity, countTwins(identity)]), "hex");
    return { "assayClaim/v1": hash, primaryLocationLineHash: `${hash.slice(0, 16)}:1` };
  };
  const files = new Map(subjects.flatMap(({ inputs = [] }) => inputs).map(({ file, hash }) => [file, hash]));
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: tool.name, semanticVersion: tool.version, rules } },
        automationDetails: { id: "assay/" },
        columnKind: "utf16CodeUnits",
        artifacts: [...files].map(([file, hash]) => ({
          location: locateFile(file),
          hashes: { "sha-256": hash.replace(/^sha256:/, "") },
        })),
        invocations: [
          {
            executionSuccessful: errors.length === 0 && interrupted !== true,
            toolConfigurationNotifications: [
              ...errors.map((error) => notify(error, "error")),
              ...warnings.map((warning) => notify(warning, "warning")),
            ],
          },
        ],
        results: [
          ...told.map((weighed) => tellFinding(weighed, indexOf(nameRule(weighed.finding)), fingerprint)),
          ...disagreements.map((one) => tellDisagreement(one, indexOf(CONTRADICTION), fingerprint)),
        ],
      },
    ],
  };
}

/** Tells whether a finding is a result: not one that holds as expected, nor one that another engine's finding settles. */
function isTold({ finding, outcome }: Weighed): boolean {
  return outcome !== "beside" && (outcome !== "expected" || outlineVerdict(finding).tone !== "good");
}

type Fingerprint = (parts: readonly string[]) => Record<string, string>;

function tellFinding(weighed: Weighed, ruleIndex: number, fingerprint: Fingerprint): Result {
  const { finding, outcome } = weighed;
  const { source, protocol, role, claim, label, on, lens, engine, verdict, expected, place } = finding;
  const outline = outlineVerdict(finding);
  const expectation = describeExpectation(weighed);
  const parts = [
    `${protocol}, ${role} ${nameClaim(finding)}: ${outline.word}, ${outline.extent}`,
    ...(expectation === undefined ? [] : [expectation]),
    ...outline.notes,
  ];
  const accepted = outcome === "expected" && expected !== undefined;
  return {
    ruleId: nameRule(finding),
    ruleIndex,
    kind: outline.tone === "open" ? "open" : "fail",
    level: chooseLevel(weighed),
    message: say(`${parts.join("; ")}.`),
    locations: [{ ...locate(place?.file ?? source, place?.line, place?.column), ...nameLogically(finding) }],
    partialFingerprints: fingerprint([lens, engine, source, protocol, role, claim, on, verdict.is]),
    ...(outline.attack === undefined ? {} : { codeFlows: [tellFlow(finding, outline.attack)] }),
    ...(accepted
      ? { suppressions: [{ kind: "external", status: "accepted", justification: expected.why } as const] }
      : {}),
    properties: {
      ...{ protocol, role, claim, label, on, lens, engine, verdict: verdict.is, outcome },
      ...outline.properties,
    },
  };
}

function chooseLevel({ finding, outcome }: Weighed): Level {
  // The standard keeps levels for results that fail.
  const { tone } = outlineVerdict(finding);
  if (tone === "open") return "none";
  if (outcome === "expected") return "note";
  return tone === "warning" ? "warning" : "error";
}

function tellFlow(finding: Finding, { steps, narration }: Trace) {
  const { source, place } = finding;
  const locations: ThreadFlow["locations"] = steps.map((step, i) => ({
    location: {
      ...locate(place?.file ?? source, i === steps.length - 1 ? place?.line : undefined),
      logicalLocations: [nameLane(finding, step)],
      message: say(narration[i] ?? step.term),
    },
    kinds: [step.kind],
    executionOrder: i + 1,
    importance: step.kind === "deduce" ? ("important" as const) : ("essential" as const),
  }));
  return { message: say(`Attack on ${finding.role} ${nameClaim(finding)}`), threadFlows: [{ locations }] };
}

function nameLogically({ protocol, role, label }: Finding): Pick<Location, "logicalLocations"> {
  return { logicalLocations: [{ name: label, fullyQualifiedName: `${protocol}.${role}.${label}`, kind: "member" }] };
}

function nameLane({ protocol }: Finding, { kind, agent, role, run }: TraceStep) {
  const name = kind === "deduce" ? "the intruder" : `${agent} (${role}, run ${run})`;
  return { name, fullyQualifiedName: `${protocol}.${name}`, kind: "function" };
}

function tellDisagreement(one: Disagreement, ruleIndex: number, fingerprint: Fingerprint): Result {
  const { source, protocol, role, claim, label, on, between, sentence } = one;
  return {
    ruleId: CONTRADICTION,
    ruleIndex,
    kind: "fail",
    level: "error",
    message: say(sentence),
    locations: [locate(source)],
    partialFingerprints: fingerprint([...between, source, protocol, role, claim, label, on]),
    properties: { protocol, role, claim, label, on, between },
  };
}

function notify({ source, file, line, column, code, message, note, help }: SourceError, level: Level): Notification {
  const text = [message, ...(note === undefined ? [] : [note]), ...(help === undefined ? [] : [help])].join(" ");
  return { descriptor: { id: code }, level, message: say(text), locations: [locate(file ?? source, line, column)] };
}

/** Braces stand doubled, as single ones mark what is to be filled in (section 3.11.5). */
function say(text: string): Message {
  return { text: text.replace(/[{}]/g, "$&$&") };
}

/** Counts how often something was asked for, so that equal claims keep apart. */
function startCounting(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const number = counts.get(key) ?? 0;
    counts.set(key, number + 1);
    return number;
  };
}
