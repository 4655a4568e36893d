/** The table of claims by lenses, each verdict a link to what is said of it, and the form that narrows it. */
import { identify } from "../../findings/disagreement.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";
import { keyOfLens, listLenses } from "../../findings/list-lenses.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { describeExpectation, type Outcome, type Weighed } from "../outline/weigh-findings.ts";
import { type Content, html, type Markup } from "./markup.ts";

/** The matrix of a protocol's findings; `linkTo` finds the place of each. */
export function renderMatrix(weighed: readonly Weighed[], linkTo: (finding: Finding) => string): Markup {
  const lenses = listLenses(weighed.map(({ finding }) => finding));
  const rows = new Map<string, Weighed[]>();
  for (const one of weighed) {
    const key = identify(one.finding);
    rows.set(key, [...(rows.get(key) ?? []), one]);
  }
  const body = [...rows.values()].map((row) =>
    renderRow(
      row,
      lenses.map(({ key }) => key),
      linkTo,
    ),
  );
  return html`${renderFilter(weighed)}
<div class="scroll" tabindex="0" role="region" aria-label="Verdicts"><table id="matrix">
<caption>Every claim, by lens</caption>
<thead><tr><th scope="col">Role</th><th scope="col">Claim</th>${lenses.map(({ title }) => html`<th scope="col">${title}</th>`)}<th scope="col">Expectation</th></tr></thead>
<tbody>
${body}
</tbody></table></div>`;
}

function renderRow(row: readonly Weighed[], lenses: readonly string[], linkTo: (finding: Finding) => string): Content {
  const [first] = row;
  if (first === undefined) return undefined;
  const { finding } = first;
  const label = finding.lens === "symbolic" ? html` <code class="soft">${finding.label}</code>` : undefined;
  const verdicts = row.map(({ finding: { verdict } }) => verdict.is).join(" ");
  const outcomes = row.map(({ outcome }) => outcome).join(" ");
  const cells = lenses.map((lens) => {
    const own = row.filter((one) => keyOfLens(one.finding) === lens);
    return html`<td>${own.length === 0 ? html`<span class="soft" aria-hidden="true">–</span><span class="unseen">not judged</span>` : own.map((one) => renderVerdict(one.finding, linkTo))}</td>`;
  });
  return html`<tr data-verdicts="${verdicts}" data-outcomes="${outcomes}"><td>${finding.role}</td><th scope="row">${nameClaim(finding)}${label}</th>${cells}<td>${row.map(renderExpectation)}</td></tr>
`;
}

/** A verdict as a link to what is said of it. */
export function renderVerdict(finding: Finding, linkTo: (finding: Finding) => string): Markup {
  const { word, tone, mark, extent } = outlineVerdict(finding);
  return html`<a class="verdict ${tone}" href="#${linkTo(finding)}"><span aria-hidden="true">${mark}</span> ${word}</a> <span class="soft">${extent}</span>`;
}

/** Renders the expectation, and whether it is met. */
export function renderExpectation(weighed: Weighed): Content {
  const text = describeExpectation(weighed);
  if (text === undefined) return undefined;
  return html`<span class="${weighed.outcome === "expected" ? "soft" : "differs"}">${text}</span>`;
}

const OUTCOMES: Readonly<Record<Outcome, string>> = {
  expected: "as expected",
  differs: "not as expected",
  open: "open",
  beside: "settled by another engine",
};

function renderFilter(weighed: readonly Weighed[]): Markup {
  const verdicts = [...new Set(weighed.map(({ finding }) => finding.verdict.is))];
  const outcomes = [...new Set(weighed.map(({ outcome }) => outcome))];
  return html`<form class="filter" hidden aria-label="Filter the claims">
<p><label for="words">Words</label><input id="words" name="words" type="search" autocomplete="off"></p>
<p><label for="verdict">Verdict</label><select id="verdict" name="verdict"><option value="">any</option>${verdicts.map((word) => html`<option>${word}</option>`)}</select></p>
<p><label for="outcome">Outcome</label><select id="outcome" name="outcome"><option value="">any</option>${outcomes.map((one) => html`<option value="${one}">${OUTCOMES[one]}</option>`)}</select></p>
<p><button type="reset">Show all</button></p><p role="status" class="soft"></p>
</form>`;
}
