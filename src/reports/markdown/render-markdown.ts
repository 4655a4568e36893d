/**
 * The assessment as Markdown, for a pull request, a wiki or the summary of a job: one table for each protocol, every
 * attack told below it, as far as there is room.
 *
 * Whatever came from a protocol or a model is escaped; no measured time is in it, so that equal results give equal files.
 */
import { listSettling } from "../../findings/agreement.ts";
import { collectApproximations, collectSentences, summarise } from "../../findings/summary.ts";
import type { Assessment, Finding, Judgement, SourceError, Subject } from "../../core/verdict/verdict.ts";
import { count, nameClaim, nameExpected } from "../../core/verdict/words.ts";
import { type AttackGroup, groupAttacks, listSentences } from "../outline/group-attacks.ts";
import type { VerdictOutline } from "../../core/verdict/outline.ts";
import { ON_BYTES, outlineVerdict } from "../../findings/outline-verdict.ts";
import { type GameGroup, groupGames } from "../outline/group-games.ts";
import { codeSpan, escapeMarkdown } from "./escape-markdown.ts";

/** The most bytes of a job's summary on GitHub, with some room for what others write to it. */
const MOST_BYTES = 1_000_000;

/** How much is told: all; every verdict; how many there are. */
type Detail = "told" | "listed" | "counted";

const DETAILS: readonly Detail[] = ["told", "listed", "counted"];

/** Renders the assessment as Markdown; ends in a line feed. Beyond the most bytes, it tells less and says so. */
export function renderMarkdown(assessment: Assessment, most: number = MOST_BYTES): string {
  for (const detail of DETAILS) {
    const text = renderDetailed(assessment, detail);
    if (new TextEncoder().encode(text).length <= most) return text;
  }
  return `# Assessment\n\n${escapeMarkdown(summarise(assessment))}\n\n${LEFT_OUT.counted}\n`;
}

const LEFT_OUT: Readonly<Record<Detail, string>> = {
  told: "",
  listed: "Attacks and assumptions are left out for lack of room: see the other reports.",
  counted: "Some verdicts are left out for lack of room: see the other reports.",
};

function renderDetailed(assessment: Assessment, detail: Detail): string {
  const blocks = ["# Assessment", escapeMarkdown(summarise(assessment))];
  if (detail !== "told") blocks.push(LEFT_OUT[detail]);
  for (const subject of assessment.subjects) {
    const findings = assessment.findings.filter(
      ({ source, protocol }) => source === subject.source && protocol === subject.protocol,
    );
    const judged = (assessment.judgements ?? []).filter(
      ({ source, protocol }) => source === subject.source && protocol === subject.protocol,
    );
    blocks.push(...renderSubject(subject, findings, judged, detail));
  }
  blocks.push(...renderDisagreements(assessment));
  blocks.push(...renderErrors("Errors", assessment.errors), ...renderErrors("Warnings", assessment.warnings));
  return `${blocks.join("\n\n")}\n`;
}

function renderSubject(
  subject: Subject,
  findings: readonly Finding[],
  judged: readonly Judgement[],
  detail: Detail,
): string[] {
  const title = subject.source === subject.protocol ? subject.protocol : `${subject.protocol} (${subject.source})`;
  const bound = subject.bound === "unbounded" ? "no bound" : `bound ${count(subject.bound.runs, "run")}`;
  const theories = subject.theories.length === 0 ? "" : `; theories ${subject.theories.map(codeSpan).join(", ")}`;
  const size = `${count(subject.roles, "role")}, ${count(subject.messages, "message")}, ${count(subject.claims, "claim")}`;
  const head = [`## ${escapeMarkdown(title)}`, `${size}${theories}; ${bound}.`];
  if (detail === "counted") return head;
  const table = [renderTable(findings), ...renderJudges(judged)];
  if (detail === "listed") return [...head, ...table];
  const left = collectApproximations(findings);
  return [
    ...head,
    ...table,
    ...groupAttacks(findings).flatMap(tellAttack),
    ...findings.flatMap(showEvidence),
    ...groupGames(findings).flatMap(tellGame),
    ...findings.flatMap(tellSearch),
    ...renderSentences("Not modelled", left.own),
    ...left.others.flatMap(({ name, sentences }) => renderSentences(`Not modelled for ${name}`, sentences)),
    ...renderSentences("Assumptions", collectSentences(findings, "assumptions")),
  ];
}

function renderTable(findings: readonly Finding[]): string {
  const settling = new Set(listSettling(findings));
  const rows = findings.map((finding) => {
    const outline = outlineVerdict(finding);
    const cells = [codeSpan(finding.role), codeSpan(nameClaim(finding)), `**${outline.word}**`];
    return `| ${[...cells, escapeMarkdown(outline.extent), describeNote(finding, outline, settling)].join(" | ")} |`;
  });
  return ["| role | claim | verdict | scope | note |", "|---|---|---|---|---|", ...rows].join("\n");
}

/** The engines that judged each claim, and what each of them says, where several were asked. */
function renderJudges(judged: readonly Judgement[]): string[] {
  if (judged.length === 0) return [];
  const rows = judged.map((one) => {
    return `| ${[codeSpan(one.role), codeSpan(nameClaim(one)), escapeMarkdown(one.sentence)].join(" | ")} |`;
  });
  return [["| role | claim | judged by |", "|---|---|---|", ...rows].join("\n")];
}

/** Describes how the expectation compares with the finding that settles the claim. */
function describeNote(finding: Finding, { why, remarks = [] }: VerdictOutline, settling: ReadonlySet<Finding>): string {
  const expected = settling.has(finding) ? finding.expected : undefined;
  const notes: string[] = [];
  if (expected?.met === true) notes.push(`expected: ${escapeMarkdown(expected.why)}`);
  if (expected?.met === false) {
    notes.push(`**not expected**, but ${nameExpected(expected)}: ${escapeMarkdown(expected.why)}`);
  }
  if (why === undefined) notes.push(...remarks.map(escapeMarkdown));
  else notes.push([why, ...remarks.map(escapeMarkdown)].join(": "));
  return notes.join("; ");
}

/** Attacks that differ in nothing but the claim are told once. */
function tellAttack(group: AttackGroup): string[] {
  const name = (finding: Finding): string =>
    `${escapeMarkdown(`${finding.role} ${nameClaim(finding)}`)} (${codeSpan(finding.label)})`;
  const [first, ...others] = group.findings;
  if (first === undefined) return [];
  const also = others.length === 0 ? [] : [`It also violates ${others.map(name).join(", ")}.`];
  const sentences = listSentences(group).map((sentence, i) => `${i + 1}. ${escapeMarkdown(sentence)}`);
  const onBytes = outlineVerdict(first).facts.find(({ name: fact }) => fact === ON_BYTES)?.value;
  const executed = onBytes === undefined ? [] : [`On bytes: ${escapeMarkdown(onBytes)}`];
  return [`### Attack on ${name(first)}`, ...also, sentences.join("\n"), ...executed];
}

/** Tells a game: what it rests on, and with which plays; the results are rows of the table. */
function tellGame({ game, definition, assumptions, notCovered, played }: GameGroup): string[] {
  const results = played.map(({ weighed, plays }) => {
    const { adversary, seed, method, forfeits } = plays;
    const { extent } = outlineVerdict(weighed.finding);
    const lost = forfeits.map(({ rule, count: times }) => `, ${times} lost by ${rule}`).join("");
    return `- ${codeSpan(adversary)}: ${escapeMarkdown(`${extent}; seed ${seed}, ${method}${lost}`)}`;
  });
  return [
    `### Game ${codeSpan(game)}`,
    escapeMarkdown(definition),
    results.join("\n"),
    ...renderSentences("Assumptions", assumptions),
    ...renderSentences("Not covered", notCovered),
  ];
}

/** The attacks of the network adversary, and what it does not try. */
function tellSearch(finding: Finding): string[] {
  const { searched, extent } = outlineVerdict(finding);
  if (searched === undefined) return [];
  const { seed, method, attacks, assumptions, notCovered } = searched;
  return [
    `### Network adversary against ${codeSpan(finding.protocol)}`,
    escapeMarkdown(`${extent}; seed ${seed}, ${method}.`),
    ...attacks.map(({ breaks, messages }) =>
      [`- ${escapeMarkdown(breaks)}`, ...messages.map((line, i) => `  ${i + 1}. ${escapeMarkdown(line)}`)].join("\n"),
    ),
    ...renderSentences("Assumptions", assumptions),
    ...renderSentences("Not covered", notCovered),
  ];
}

/** Shows the evidence of an engine that the replay did not confirm. */
function showEvidence(finding: Finding): string[] {
  const { role, label, engine } = finding;
  const { evidence } = outlineVerdict(finding);
  if (evidence.length === 0) return [];
  const title = `${role} ${nameClaim(finding)}`;
  const lines = evidence.map((line) => `- ${codeSpan(line)}`);
  return [`### Not confirmed, from ${engine}: ${escapeMarkdown(title)} (${codeSpan(label)})`, lines.join("\n")];
}

function renderDisagreements({ disagreements = [] }: Assessment): string[] {
  if (disagreements.length === 0) return [];
  const lines = disagreements.map(({ source, sentence }) => `- ${codeSpan(source)} ${escapeMarkdown(sentence)}`);
  return ["## Disagreements of the engines", lines.join("\n")];
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
