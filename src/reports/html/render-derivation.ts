/**
 * A proof as a tree that folds: the goal on top, below each formula what it comes from, down to assumptions and messages.
 *
 * What several steps need is shown in full where it is first needed, and by its number after that.
 */
import type { Derivation, DerivationStep } from "../../core/verdict/verdict.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { typesetFormula } from "./typeset-formula.ts";

/** Beyond so many steps a list is easier to read than a tree, and no depth of others fills the stack. */
const MOST_STEPS = 300;

/** Renders the proof. */
export function renderDerivation({ steps }: Derivation): Markup {
  const goal = steps.at(-1);
  const isTree = steps.length <= MOST_STEPS && steps.some(({ from = [] }) => from.length > 0);
  if (goal === undefined || !isTree) return renderList(steps);
  const known = new Map(steps.map((step) => [step.id, step]));
  const tree = renderStep(goal, known, new Set());
  return html`<div class="tree"><ul>${tree}</ul></div>`;
}

function renderStep(step: DerivationStep, known: ReadonlyMap<number, DerivationStep>, shown: Set<number>): Markup {
  if (shown.has(step.id))
    return html`<li>${typesetFormula(step)} <span class="soft">step ${step.id}, as shown before</span></li>`;
  shown.add(step.id);
  // Steps come from earlier ones; anything else, in a file of others, is not followed.
  const premises = (step.from ?? []).flatMap((id) => {
    const premise = id < step.id ? known.get(id) : undefined;
    return premise === undefined ? [] : [premise];
  });
  const line = html`${typesetFormula(step)} <span class="soft">step ${step.id}, ${step.by}</span>`;
  if (premises.length === 0) return html`<li>${line}</li>`;
  const below: Content = premises.map((premise) => renderStep(premise, known, shown));
  return html`<li><details open><summary>${line}</summary><ul>${below}</ul></details></li>`;
}

function renderList(steps: readonly DerivationStep[]): Markup {
  return html`<ol>${steps.map((step) => html`<li value="${step.id}">${typesetFormula(step)} <span class="soft">${step.by}</span></li>`)}</ol>`;
}
