/**
 * The assessment as Markdown, for a pull request or a wiki: one table for each protocol, every attack told below it.
 *
 * Whatever came from a protocol or a model is escaped; no measured time is in it, so that equal results give equal files.
 */
import { collectSentences, summarise } from "../../verdict/summary.ts";
import type { Assessment, Finding, SourceError, Subject } from "../../verdict/verdict.ts";
import { count, explainInconclusive, nameClaim, nameExtent, nameScope } from "../../verdict/words.ts";
import { codeSpan, escapeMarkdown } from "./escape-markdown.ts";

/** Renders the assessment as Markdown; ends in a line feed. */
export function renderMarkdown(assessment: Assessment): string {
  const blocks = ["# Assessment", escapeMarkdown(summarise(assessment))];
  for (const subject of assessment.subjects) {
    const findings = assessment.findings.filter(
      ({ source, protocol }) => source === subject.source && protocol === subject.protocol,
    );
    blocks.push(...renderSubject(subject, findings));
  }
  blocks.push(...renderErrors("Errors", assessment.errors), ...renderErrors("Warnings", assessment.warnings));
  return `${blocks.join("\n\n")}\n`;
}

function renderSubject(subject: Subject, findings: readonly Finding[]): string[] {
  const title = subject.source === subject.protocol ? subject.protocol : `${subject.protocol} (${subject.source})`;
  const bound = subject.bound === "unbounded" ? "no bound" : `bound ${count(subject.bound.runs, "run")}`;
  const theories = subject.theories.length === 0 ? "" : `; theories ${subject.theories.map(codeSpan).join(", ")}`;
  const size = `${count(subject.roles, "role")}, ${count(subject.messages, "message")}, ${count(subject.claims, "claim")}`;
  return [
    `## ${escapeMarkdown(title)}`,
    `${size}${theories}; ${bound}.`,
    renderTable(findings),
    ...findings.flatMap(tellAttack),
    ...renderSentences("What the model leaves out", collectSentences(findings, "approximations")),
    ...renderSentences("What the verdicts take for granted", collectSentences(findings, "assumptions")),
  ];
}

function renderTable(findings: readonly Finding[]): string {
  const rows = findings.map((finding) => {
    const { role, verdict } = finding;
    const cells = [codeSpan(role), codeSpan(nameClaim(finding)), `**${verdict.is}**`];
    return `| ${[...cells, escapeMarkdown(nameExtent(verdict)), describeNote(finding)].join(" | ")} |`;
  });
  return ["| role | claim | verdict | scope | note |", "|---|---|---|---|---|", ...rows].join("\n");
}

function describeNote({ verdict, expected }: Finding): string {
  const notes: string[] = [];
  if (expected?.met === true) notes.push(`expected: ${escapeMarkdown(expected.why)}`);
  if (expected?.met === false) {
    const scope = expected.scope === undefined ? "" : `, ${nameScope(expected.scope)}`;
    notes.push(`**not expected**, but ${expected.verdict}${scope}: ${escapeMarkdown(expected.why)}`);
  }
  if (verdict.is === "inconclusive") notes.push(explainInconclusive(verdict.why));
  if (verdict.is === "holds") notes.push(...verdict.notes.map(escapeMarkdown));
  return notes.join("; ");
}

function tellAttack(finding: Finding): string[] {
  const { verdict, role, label } = finding;
  if (verdict.is !== "attack") return [];
  const steps = verdict.trace.narration.map((sentence, i) => `${i + 1}. ${escapeMarkdown(sentence)}`);
  return [`### Attack on ${escapeMarkdown(`${role} ${nameClaim(finding)}`)} (${codeSpan(label)})`, steps.join("\n")];
}

function renderSentences(title: string, sentences: readonly string[]): string[] {
  return sentences.length === 0 ? [] : [`${title}:`, sentences.map((text) => `- ${escapeMarkdown(text)}`).join("\n")];
}

function renderErrors(title: string, errors: readonly SourceError[]): string[] {
  if (errors.length === 0) return [];
  const lines = errors.map(({ source, file, line, column, code, message }) => {
    const where = [file ?? source, line, column].filter((part) => part !== undefined).join(":");
    return `- ${codeSpan(where)} ${escapeMarkdown(`${code}: ${message}`)}`;
  });
  return [`## ${title}`, lines.join("\n")];
}
