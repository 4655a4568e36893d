/** The page of one protocol: what was analysed, what the verdicts rest on, the verdicts, the attacks, claim by claim. */
import { summarise, warnOfGaps } from "../../findings/summary.ts";
import type { Assessment, Finding, SourceError, Subject } from "../../core/verdict/verdict.ts";
import { count } from "../../core/verdict/words.ts";
import { groupAttacks } from "../outline/group-attacks.ts";
import { groupGames } from "../outline/group-games.ts";
import { weighFindings } from "../outline/weigh-findings.ts";
import { html, type Markup } from "./markup.ts";
import { renderAttack } from "./render-attack.ts";
import { renderBanBasis } from "./render-ban-basis.ts";
import { renderBasis } from "./render-basis.ts";
import { type ClaimPlaces, renderClaims } from "./render-claims.ts";
import { renderGames } from "./render-games.ts";
import { renderMatrix } from "./render-matrix.ts";

/** The body of a protocol's page; the assessment is of this protocol alone. */
export function renderProtocol(assessment: Assessment, subject: Subject): Markup {
  const { findings } = assessment;
  const weighed = weighFindings(findings);
  const groups = groupAttacks(findings);
  const games = groupGames(findings);
  const places: ClaimPlaces = {
    idOf: (finding) => `claim-${findings.indexOf(finding) + 1}`,
    attackOf: (finding) => findAttack(finding, groups),
    gameOf: (finding) =>
      `game-${games.findIndex(({ played }) => played.some((one) => one.weighed.finding === finding)) + 1}`,
  };
  const attacks = groups.map((group, i) => renderAttack(group, `attack-${i + 1}`, places.idOf));
  return html`${renderGaps(assessment)}${renderSubject(subject)}
${renderBasis(assessment, [subject], findings)}
${renderBanBasis(assessment.ban ?? [])}
<section aria-labelledby="verdicts">
<h2 id="verdicts">Verdicts</h2>
<p><strong>${summarise(assessment)}</strong></p>
${renderMatrix(weighed, places.idOf)}
</section>
${renderDisagreements(assessment)}
${attacks.length === 0 ? undefined : html`<section aria-labelledby="attacks"><h2 id="attacks">Attacks</h2>${attacks}</section>`}
${renderGames(games, places.idOf, (group) => `game-${games.indexOf(group) + 1}`)}
<section aria-labelledby="claims"><h2 id="claims">Claim by claim</h2>${renderClaims(weighed, places, assessment.judgements)}</section>
${renderProblems("Errors", assessment.errors)}
${renderProblems("Warnings", assessment.warnings)}`;
}

/** The second engine's attack has no section of its own: that of the first tells it. */
function findAttack(finding: Finding, groups: ReturnType<typeof groupAttacks>): string | undefined {
  const { label, role, claim, on, match } = finding;
  const own = groups.findIndex(({ findings }) => findings.includes(finding));
  const same = groups.findIndex(({ findings }) =>
    findings.some(
      (one) => one.label === label && one.role === role && one.claim === claim && one.on === on && one.match === match,
    ),
  );
  const index = own === -1 ? same : own;
  return index === -1 ? undefined : `attack-${index + 1}`;
}

function renderSubject({ source, roles, messages, claims, theories, hash, inputs = [], inWords }: Subject): Markup {
  const rows = [
    ["source", source],
    ["size", [count(roles, "role"), count(messages, "message"), count(claims, "claim")].join(", ")],
    ["theories", theories.length === 0 ? "none named" : theories.join(", ")],
    ["model", hash],
    ...inputs.map((input) => [input.file, input.hash]),
  ];
  const words =
    inWords === undefined
      ? undefined
      : html`<details><summary>Role scripts and intruder rules</summary>
${renderLines(inWords)}</details>`;
  return html`<section aria-labelledby="subject">
<h2 id="subject">Sources</h2>
<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd class="hash">${value}</dd>`)}</dl>
${words}
</section>`;
}

/** Lines stay lines; each is escaped on its own, as escaping takes line feeds away. */
function renderLines(text: string): Markup {
  return html`<pre tabindex="0">${text.split("\n").map(
    (line) => html`${line}
`,
  )}</pre>`;
}

function renderDisagreements({ disagreements = [] }: Assessment): Markup | undefined {
  if (disagreements.length === 0) return undefined;
  const items = disagreements.map(({ sentence }) => html`<li class="differs">${sentence}</li>`);
  return html`<section aria-labelledby="contradictions"><h2 id="contradictions">The engines contradict each other</h2><ul>${items}</ul></section>`;
}

/** Renders the notice of missing findings at the top of a page. */
export function renderGaps(assessment: Assessment): Markup | undefined {
  const gaps = warnOfGaps(assessment);
  return gaps === undefined
    ? undefined
    : html`<p class="bad"><strong>${gaps}</strong></p>
`;
}

/** Errors or warnings, with their places. */
export function renderProblems(title: string, problems: readonly SourceError[]): Markup | undefined {
  if (problems.length === 0) return undefined;
  const items = problems.map(({ source, file, line, column, code, message, note, help }) => {
    const where = [file ?? source, line, column].filter((part) => part !== undefined).join(":");
    return html`<li><code>${where}</code> ${code}: ${message} ${note} ${help}</li>`;
  });
  const id = title.toLowerCase();
  return html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2><ul>${items}</ul></section>`;
}
