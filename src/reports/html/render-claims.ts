/** Every finding told in full: its verdict, what it rests on, how the claim is reached. */
import type { VerdictOutline } from "../../core/verdict/outline.ts";
import type { Finding, Judgement } from "../../core/verdict/verdict.ts";
import { nameClaim } from "../../core/verdict/words.ts";
import { tellTrace } from "../outline/group-attacks.ts";
import { keyOfClaim } from "../../findings/tell-judges.ts";
import { keyOfLens, listLenses } from "../../findings/list-lenses.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import type { Weighed } from "../outline/weigh-findings.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { renderDerivation } from "./render-derivation.ts";
import { renderExecuted } from "./render-executed.ts";
import { renderPlayer } from "./render-attack.ts";
import { renderExpectation } from "./render-matrix.ts";

/** The ids of a finding's section, of the section of its attack, and of that of its game. */
export interface ClaimPlaces {
  readonly idOf: (finding: Finding) => string;
  readonly attackOf: (finding: Finding) => string | undefined;
  readonly gameOf: (finding: Finding) => string;
}

/** One section for each finding. */
export function renderClaims(
  weighed: readonly Weighed[],
  places: ClaimPlaces,
  judgements: readonly Judgement[] = [],
): readonly Markup[] {
  const lenses = new Map(listLenses(weighed.map(({ finding }) => finding)).map(({ key, title }) => [key, title]));
  const judged = new Map(judgements.map((one) => [keyOfClaim(one), one.sentence]));
  return weighed.map((one) => renderClaim(one, lenses, places, judged));
}

function renderClaim(
  weighed: Weighed,
  lenses: ReadonlyMap<string, string>,
  places: ClaimPlaces,
  judged: ReadonlyMap<string, string>,
): Markup {
  const { finding } = weighed;
  // A type flaw is a question of its own, which only the embedded verifier is asked.
  const judges = finding.match === undefined ? judged.get(keyOfClaim(finding)) : undefined;
  const { role, label, place } = finding;
  const id = places.idOf(finding);
  const outline = outlineVerdict(finding);
  const { word, tone, mark, extent, facts, notes, evidence } = outline;
  const rows = [
    ["lens", lenses.get(keyOfLens(finding)) ?? keyOfLens(finding)],
    ["label", label],
    ...(judges === undefined ? [] : [["judged by", judges]]),
    ...(place === undefined ? [] : [["stated at", `${place.file}:${place.line}:${place.column}`]]),
    ...facts.map(({ name, value }) => [name, value]),
  ];
  const expectation = renderExpectation(weighed);
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${role} ${nameClaim(finding)}: <span class="verdict ${tone}"><span aria-hidden="true">${mark}</span> ${word}</span>, ${extent}</h3>
<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${expectation === undefined ? undefined : html`<p>${expectation}</p>`}
${notes.map((note) => html`<p>${note}</p>`)}
${evidence.length === 0 ? undefined : html`<p>Not confirmed, from the engine:</p><ul>${evidence.map((line) => html`<li><code>${line}</code></li>`)}</ul>`}
${renderDetail(finding, outline, id, places)}
</section>`;
}

/** Renders the parts of a verdict that only a page can show: steps, a tree, a plot. */
function renderDetail(
  finding: Finding,
  { attack, witness, executed, proof, played, searched }: VerdictOutline,
  id: string,
  { attackOf, gameOf }: ClaimPlaces,
): Content {
  const onBytes = executed === undefined ? undefined : renderExecuted(executed);
  if (attack !== undefined) return html`<p><a href="#${attackOf(finding)}">The attack, step by step</a></p>${onBytes}`;
  if (witness !== undefined) {
    const told = tellTrace(witness, nameClaim(finding));
    return html`<details><summary>A way to this point</summary>${renderPlayer(told, `${id}-way`, `A way to ${finding.role} ${finding.label}`)}</details>${onBytes}`;
  }
  if (proof !== undefined) return html`<details><summary>The derivation</summary>${renderDerivation(proof)}</details>`;
  if (played !== undefined) return html`<p><a href="#${gameOf(finding)}">The game, with all its adversaries</a></p>`;
  return searched?.attacks.map(
    ({ breaks, messages }) =>
      html`<details><summary>${breaks}</summary><ol>${messages.map((line) => html`<li>${line}</li>`)}</ol></details>`,
  );
}
