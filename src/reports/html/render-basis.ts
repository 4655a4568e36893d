/** The basis of verdicts, to be read before any of them: bounds, assumptions, what models leave out, what words mean. */
import { collectApproximations, collectSentences } from "../../findings/summary.ts";
import type { Assessment, Finding, Subject } from "../../core/verdict/verdict.ts";
import { count } from "../../core/verdict/words.ts";
import { describeEngines } from "../../findings/list-lenses.ts";
import { explainWord } from "../../findings/outline-verdict.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** Bounds, assumptions and approximations of some findings, as sections. */
export function renderBasis(
  assessment: Assessment,
  subjects: readonly Subject[],
  findings: readonly Finding[],
): Markup {
  const left = collectApproximations(findings);
  return html`<section aria-labelledby="basis">
<h2 id="basis">Basis of the verdicts</h2>
${renderBounds(assessment, subjects)}
<h3>Assumptions</h3>
${listSentences(collectSentences(findings, "assumptions"), "No assumptions.")}
<h3>Not modelled</h3>
${listSentences(left.own, "Nothing is said to be left out.")}
${left.others.length === 0 ? undefined : left.others.map(({ name, sentences }) => html`<h3>Not modelled for ${name}</h3>${listSentences(sentences, "")}`)}
${renderLegend(findings)}
</section>`;
}

function renderBounds({ options, interrupted }: Assessment, subjects: readonly Subject[]): Markup {
  const bounds = [
    ...new Set(
      subjects.map(({ bound }) =>
        bound === "unbounded" ? "no bound on runs" : `at most ${count(bound.runs, "run")} together`,
      ),
    ),
  ];
  const items: Content[] = [
    html`<li>Searched with ${bounds.join(", or ")}; a search that ends before its bound gives an unbounded verdict.</li>`,
  ];
  if (options !== undefined) {
    const { maxStates, match, claims, injective, engine, ban, plays, only } = options;
    items.push(html`<li>At most ${maxStates.toLocaleString("en")} states for each claim.</li>`);
    items.push(html`<li>Judged by ${describeEngines(engine)}.</li>`);
    if (match !== undefined)
      items.push(html`<li>Matching ${match}: ${["typed", "basic type flaws", "untyped"][match]}.</li>`);
    if (claims === "standard") items.push(html`<li>The standard claims were judged instead of the protocol's.</li>`);
    if (injective !== undefined)
      items.push(html`<li>Synchronisation and agreement were judged injectively as well.</li>`);
    if (ban !== undefined) items.push(html`<li>Goals of BAN logic were derived where a protocol states them.</li>`);
    if (plays !== undefined)
      items.push(
        html`<li>Games that a protocol's <code>expected.yaml</code> names were played ${plays} times each; others were not.</li>`,
      );
    if (only.length > 0) items.push(html`<li>Only some claims were judged: ${only.join(", ")}.</li>`);
  }
  if (interrupted === true)
    items.push(
      html`<li class="differs">The analysis was interrupted: claims that are not listed were not examined.</li>`,
    );
  return html`<h3>Bounds of the search</h3><ul>${items}</ul>`;
}

function renderLegend(findings: readonly Finding[]): Markup {
  const used = [...new Set(findings.map(({ verdict }) => verdict.is))];
  const items = used.flatMap((word) => {
    const meaning = explainWord(word);
    return meaning === undefined ? [] : [html`<dt>${word}</dt><dd>${meaning}.</dd>`];
  });
  return items.length === 0 ? html`` : html`<h3>Glossary</h3><dl class="facts">${items}</dl>`;
}

function listSentences(sentences: readonly string[], none: string): Markup {
  return sentences.length === 0
    ? html`<p>${none}</p>`
    : html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}
