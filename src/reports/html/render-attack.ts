/**
 * An attack to be stepped through: chart, narration, what the intruder has. All of it is on the page from the start, so
 * that it prints, and reads without a script.
 */
import type { Finding, TraceStep } from "../../core/verdict/verdict.ts";
import { count, nameClaim } from "../../core/verdict/words.ts";
import { followKnowledge } from "../outline/follow-knowledge.ts";
import type { AttackGroup, ToldStep } from "../outline/group-attacks.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { renderChart } from "./render-chart.ts";

/** An attack and the claims that it violates; `id` names its section, `linkTo` finds the place of a claim. */
export function renderAttack(group: AttackGroup, id: string, linkTo: (finding: Finding) => string): Markup {
  const [first] = group.findings;
  const others = group.findings.length - 1;
  const title = first === undefined ? "" : `${first.role} ${nameClaim(first)}`;
  const more = others === 0 ? undefined : html` <span class="soft">and ${count(others, "other claim")}</span>`;
  const claims = group.findings.map(
    (finding) =>
      html`<li><a href="#${linkTo(finding)}">${finding.role} ${nameClaim(finding)}</a> (<code>${finding.label}</code>)</li>`,
  );
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">Attack on ${title}${more}</h3>
<p>It violates:</p><ul>${claims}</ul>
${renderPlayer(group.steps, `${id}-steps`, `Attack on ${title}`)}
</section>`;
}

/** Steps with their chart; for attacks and for ways to a claim alike. */
export function renderPlayer(told: readonly ToldStep[], id: string, title: string): Markup {
  const steps = told.map(({ step }) => step);
  const sentences = told.map(
    ({ step, sentence }, i) => html`<li data-step="${i}">${sentence === "" ? nameStep(step) : sentence}</li>`,
  );
  const buttons = [
    ["first", "All steps"],
    ["back", "Back"],
    ["on", "Next step"],
    ["last", "To the end"],
  ] as const;
  const label = `Message sequence chart, ${title}: ${count(steps.length, "step")}; the numbered sentences tell the same.`;
  return html`<div class="player" data-last="${steps.length - 1}" role="group" aria-label="Steps: ${title}">
<div class="controls" hidden>${buttons.map(([go, text]) => html`<button type="button" data-go="${go}">${text}</button> `)}<span class="soft">or the arrow keys</span>
<p class="status" role="status"></p></div>
<div class="panes">
<div class="stage scroll" tabindex="0" role="group" aria-label="Chart: arrow keys go from step to step">${renderChart(steps, label)}</div>
<div>
<h4 id="${id}-told">What happens</h4>
<ol class="narration" aria-labelledby="${id}-told">${sentences}</ol>
<h4 id="${id}-known">Intruder knowledge at this point</h4>
${renderKnowledge(steps, `${id}-known`)}
</div></div></div>`;
}

function renderKnowledge(steps: readonly TraceStep[], labelledBy: string): Content {
  const learned = followKnowledge(steps);
  if (learned.length === 0) return html`<p>Nothing beyond what it has from the start.</p>`;
  const items = learned.map(
    ({ term, at, how }) =>
      html`<li data-step="${at}"><span class="term">${term}</span> <span class="soft">${how}, step ${at + 1}</span></li>`,
  );
  return html`<p class="soft">Beyond agents, public keys and the rest that it has from the start.</p>
<ul class="knowledge" tabindex="0" aria-labelledby="${labelledBy}">${items}</ul>`;
}

function nameStep({ kind, agent, label = "", term }: TraceStep): string {
  return `${agent} ${kind} ${label} ${term}`;
}
