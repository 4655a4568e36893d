/**
 * The assessment for a terminal: a table for each protocol, every attack told below once, and what the verdicts rest on.
 *
 * `holds` never stands without its scope, and colour never carries anything that the words do not say.
 */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import { listSettling } from "../../findings/agreement.ts";
import { collectApproximations, collectSentences, summarise, warnOfGaps } from "../../findings/summary.ts";
import type { Assessment, Finding, Subject } from "../../core/verdict/verdict.ts";
import { count, nameClaim, nameExpected } from "../../core/verdict/words.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import type { VerdictOutline } from "../../core/verdict/outline.ts";
import { type AttackGroup, groupAttacks, listSentences } from "../outline/group-attacks.ts";

export interface TextOptions {
  readonly colour: "none" | "ansi";
  /** `told`: every attack in sentences; `counted`: in the tables only. */
  readonly attacks: "told" | "counted";
}

type Paint = (style: keyof typeof STYLES, text: string) => string;

const STYLES = { bold: "1", faint: "2", red: "31", green: "32", yellow: "33" } as const;

/** Renders the assessment as text; ends in a line feed. */
export function renderText(assessment: Assessment, { colour, attacks }: TextOptions): string {
  const paint: Paint = (style, text) => (colour === "ansi" ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text);
  const byProtocol = new Map<string, Finding[]>();
  for (const finding of assessment.findings) {
    const own = byProtocol.get(nameProtocol(finding));
    if (own === undefined) byProtocol.set(nameProtocol(finding), [finding]);
    else own.push(finding);
  }
  const parts = assessment.subjects.map((subject) => {
    const findings = byProtocol.get(nameProtocol(subject)) ?? [];
    const left = collectApproximations(findings);
    return [
      renderTable(subject, findings, paint),
      ...(attacks === "told" ? groupAttacks(findings).flatMap((group) => tellAttack(group, paint)) : []),
      ...(attacks === "told" ? findings.flatMap((finding) => showEvidence(finding, paint)) : []),
      ...renderSentences("Not modelled:", left.own),
      ...left.others.flatMap(({ name, sentences }) => renderSentences(`Not modelled for ${name}:`, sentences)),
      ...renderSentences("Assumptions:", collectSentences(findings, "assumptions")),
    ].join("\n");
  });
  parts.push(...renderDisagreements(assessment, paint));
  const gaps = warnOfGaps(assessment);
  const first = gaps === undefined ? [] : [paint("red", gaps)];
  return `${[...first, ...parts, paint("bold", summarise(assessment))].join("\n\n")}\n`;
}

function nameProtocol({ source, protocol }: Pick<Finding, "source" | "protocol">): string {
  return JSON.stringify([source, protocol]);
}

function renderTable(subject: Subject, findings: readonly Finding[], paint: Paint): string {
  const settling = new Set(listSettling(findings));
  const rows = findings.map((finding) => {
    const outline = outlineVerdict(finding);
    return { finding, outline, cells: [finding.role, nameClaim(finding), outline.word, outline.extent].map(sanitise) };
  });
  const widths = [0, 1, 2, 3].map((column) => Math.max(0, ...rows.map(({ cells }) => (cells[column] ?? "").length)));
  const lines = rows.map(({ finding, outline, cells }) => {
    const [role = "", claim = "", word = "", extent = ""] = cells.map((cell, i) => cell.padEnd(widths[i] ?? 0));
    const { mark, colour } = outline.plain;
    return `  ${role}  ${claim}  ${paint(colour, `${mark} ${word}`)}  ${extent}  ${describeNote(finding, outline, settling, paint)}`.trimEnd();
  });
  return [describeSubject(subject, paint), ...lines].join("\n");
}

function describeSubject(subject: Subject, paint: Paint): string {
  const names = subject.source === subject.protocol ? [subject.source] : [subject.source, subject.protocol];
  const size = [count(subject.roles, "role"), count(subject.messages, "message"), count(subject.claims, "claim")];
  const theories = subject.theories.length === 0 ? [] : [`theories ${subject.theories.join(", ")}`];
  const bound = subject.bound === "unbounded" ? "no bound" : `bound ${count(subject.bound.runs, "run")}`;
  const facts = [size.join(", "), ...theories, bound].map(sanitise).join("    ");
  return `${paint("bold", names.map(sanitise).join("  "))}  ${facts}`;
}

/** Describes how the expectation compares with the finding that settles the claim. */
function describeNote(
  finding: Finding,
  { why, remarks = [] }: VerdictOutline,
  settling: ReadonlySet<Finding>,
  paint: Paint,
): string {
  const expected = settling.has(finding) ? finding.expected : undefined;
  const notes: string[] = [];
  if (expected?.met === true) notes.push(`${paint("faint", "expected")}: ${sanitise(expected.why)}`);
  if (expected?.met === false) {
    notes.push(paint("red", `NOT EXPECTED, but ${nameExpected(expected)}: ${sanitise(expected.why)}`));
  }
  if (why === undefined) notes.push(...remarks.map(sanitise));
  else notes.push([why, ...remarks.map(sanitise)].join(": "));
  return notes.join("; ");
}

/** Attacks that differ in nothing but the claim are told once, with a last sentence for each. */
function tellAttack(group: AttackGroup, paint: Paint): string[] {
  const { findings } = group;
  const names = findings.map((finding) => sanitise(`${finding.role} ${nameClaim(finding)} (${finding.label})`));
  const [first = "", ...others] = names;
  const also = others.length === 0 ? [] : [`  It also violates ${others.join(", ")}.`];
  return [
    "",
    paint("bold", `  Attack on ${first}:`),
    ...also,
    ...listSentences(group).map((sentence, i) => `  ${String(i + 1).padStart(3)}. ${sanitise(sentence)}`),
  ];
}

/** Shows the evidence of an engine that the replay did not confirm. */
function showEvidence(finding: Finding, paint: Paint): string[] {
  const { evidence } = outlineVerdict(finding);
  if (evidence.length === 0) return [];
  const title = `${finding.role} ${nameClaim(finding)}`;
  return [
    "",
    paint("bold", `  Not confirmed, from ${finding.engine}, on ${sanitise(title)} (${sanitise(finding.label)}):`),
    ...evidence.map((line) => `    ${sanitise(line)}`),
  ];
}

function renderDisagreements({ disagreements = [] }: Assessment, paint: Paint): string[] {
  if (disagreements.length === 0) return [];
  const lines = disagreements.map(({ source, sentence }) => `  ${sanitise(source)}: ${sanitise(sentence)}`);
  return [[paint("red", "The engines contradict each other:"), ...lines].join("\n")];
}

function renderSentences(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : ["", `  ${title}`, ...sentences.map((sentence) => `  - ${sanitise(sentence)}`)];
}
