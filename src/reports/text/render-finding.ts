/** Findings told in full, for a terminal: the verdict and its grounds, the steps, the chart, where every term comes from. */
import { sanitise } from "../../core/diagnostic/sanitise.ts";
import type { Assessment, Finding, Trace } from "../../core/verdict/verdict.ts";
import { nameClaim, nameHonest } from "../../core/verdict/words.ts";
import { findOrigin, type Origin } from "../outline/find-origins.ts";
import { tellTrace } from "../outline/group-attacks.ts";
import { keyOfLens, listLenses } from "../../findings/list-lenses.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { describeExpectation, weighFindings } from "../outline/weigh-findings.ts";
import { drawChart } from "./draw-chart.ts";

/** Tells every finding of an assessment; ends in a line feed. */
export function renderFindings({ findings }: Assessment): string {
  const titles = new Map(listLenses(findings).map(({ key, title }) => [key, title]));
  const blocks = weighFindings(findings).map((weighed) => {
    const { finding } = weighed;
    const outline = outlineVerdict(finding);
    const { word, extent, facts, notes, assumptions, approximations, evidence, witness, attack, proof } = outline;
    const { protocol, role, label, place } = finding;
    const honest = nameHonest(finding);
    const expectation = describeExpectation(weighed);
    const lines = [
      `${protocol}: ${role} ${nameClaim(finding)} (${label}): ${word}, ${extent}`,
      ...(place === undefined ? [] : [`  stated at ${place.file}:${place.line}:${place.column}`]),
      `  found by ${titles.get(keyOfLens(finding)) ?? keyOfLens(finding)}`,
      ...facts.map(({ name, value }) => `  ${name}: ${value}`),
      ...(honest === undefined ? [] : [`  honest: ${honest}`]),
      ...(expectation === undefined ? [] : [`  ${expectation}`]),
      ...notes.map((note) => `  ${note}`),
    ].map(sanitise);
    return [
      lines,
      ...(attack === undefined ? [] : tellSteps("What happens", finding, attack)),
      ...(witness === undefined ? [] : tellSteps("A way to this point", finding, witness)),
      ...(proof === undefined ? [] : [tellProof(proof.steps)]),
      ...list("Not confirmed, from the engine", evidence),
      ...list("Not modelled", approximations),
      ...list("Assumptions", assumptions),
    ]
      .map((block) => block.join("\n"))
      .join("\n\n");
  });
  return `${blocks.join("\n\n\n")}\n`;
}

function tellSteps(title: string, finding: Finding, trace: Trace): string[][] {
  const told = tellTrace(trace, nameClaim(finding));
  const sentences = told.map(({ sentence }, i) => `${String(i + 1).padStart(4)}. ${sanitise(sentence)}`);
  const steps = told.map(({ step }) => step);
  return [
    [`${title}:`, ...sentences],
    ["As a chart; every message goes through the intruder:", ...drawChart(steps)],
    ...tellOrigins(trace),
  ];
}

/** How the intruder has each message that it hands over, and what it works out besides. */
function tellOrigins({ steps }: Trace): string[][] {
  const told = new Set<string>();
  const trees = steps.flatMap(({ kind, term }, i) => {
    if (kind !== "recv" && kind !== "deduce") return [];
    // A deduction that a later message needs is told with that message.
    const needed = kind === "deduce" && steps.slice(i).some(({ from = [] }) => from.includes(term));
    const handed = kind === "deduce" && steps.slice(i).some((step) => step.kind === "recv" && step.term === term);
    if (needed || handed || told.has(term)) return [];
    told.add(term);
    const origin = findOrigin(steps, term, kind === "deduce" ? i + 1 : i);
    return origin.from.length === 0 ? [] : drawOrigin(origin, 1);
  });
  return trees.length === 0 ? [] : [["Origin of the intruder's knowledge:", ...trees]];
}

function drawOrigin(origin: Origin, depth: number): readonly string[] {
  const line = `${"  ".repeat(depth)}${sanitise(origin.term)}  ${sanitise(nameOrigin(origin))}`;
  return [line, ...origin.from.flatMap((premise) => drawOrigin(premise, depth + 1))];
}

function nameOrigin({ how }: Origin): string {
  switch (how.kind) {
    case "heard":
      return `heard in step ${how.step + 1}, ${how.label}`;
    case "deduced":
      return `by ${how.label} in step ${how.step + 1}`;
    case "plain":
      return "known, chosen, or part of a received message";
    default:
      return how satisfies never;
  }
}

function tellProof(steps: readonly { readonly id: number; readonly formula: string; readonly by: string }[]): string[] {
  return [
    "The derivation:",
    ...steps.map(({ id, formula, by }) => `${String(id).padStart(4)}. ${sanitise(formula)}  ${sanitise(by)}`),
  ];
}

function list(title: string, sentences: readonly string[]): string[][] {
  return sentences.length === 0 ? [] : [[`${title}:`, ...sentences.map((sentence) => `  - ${sanitise(sentence)}`)]];
}
