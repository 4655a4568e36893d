/** The page that lists all protocols: what they rest on first, then how their claims stand, each a link. */
import { listSettling } from "../../findings/agreement.ts";
import { summarise } from "../../findings/summary.ts";
import type { Assessment, Finding, Subject } from "../../core/verdict/verdict.ts";
import { outlineVerdict } from "../../findings/outline-verdict.ts";
import { weighFindings } from "../outline/weigh-findings.ts";
import { html, type Markup } from "./markup.ts";
import { renderBasis } from "./render-basis.ts";
import { renderOverheads } from "./render-overheads.ts";
import { renderGaps, renderProblems } from "./render-protocol.ts";

/** A protocol, its findings and its page. */
export interface Listed {
  readonly subject: Subject;
  readonly findings: readonly Finding[];
  readonly page: string;
}

/** The body of the index. */
export function renderIndex(assessment: Assessment, listed: readonly Listed[]): Markup {
  const words = [...new Set(listed.flatMap(({ findings }) => findings.map(({ verdict }) => verdict.is)))];
  const rows = listed.map((one) => renderRow(one, words));
  return html`${renderGaps(assessment)}${renderBasis(
    assessment,
    listed.map(({ subject }) => subject),
    assessment.findings,
  )}
<section aria-labelledby="protocols">
<h2 id="protocols">Protocols</h2>
<p><strong>${summarise(assessment)}</strong></p>
<div class="scroll" tabindex="0" role="region" aria-label="Protocols"><table>
<caption>How the claims of each protocol stand</caption>
<thead><tr><th scope="col">Protocol</th><th scope="col">Theories</th>${words.map((word) => html`<th scope="col">${word}</th>`)}<th scope="col">Outcome</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>
${renderOverheads(assessment.overheads)}
${renderProblems("Errors", assessment.errors)}
${renderProblems("Warnings", assessment.warnings)}`;
}

function renderRow({ subject, findings, page }: Listed, words: readonly Finding["verdict"]["is"][]): Markup {
  const settling = listSettling(findings);
  const cells = words.map((word) => {
    const having = settling.filter(({ verdict }) => verdict.is === word);
    const [first] = having;
    const tone = first === undefined ? "soft" : outlineVerdict(first).tone;
    return html`<td class="${tone}">${having.length}</td>`;
  });
  const name = subject.source === subject.protocol ? subject.protocol : `${subject.protocol} (${subject.source})`;
  return html`<tr><th scope="row"><a href="${page}">${name}</a></th><td>${subject.theories.join(", ")}</td>${cells}<td>${renderOutcome(findings)}</td></tr>
`;
}

function renderOutcome(findings: readonly Finding[]): Markup {
  const weighed = weighFindings(findings);
  const differing = weighed.filter(({ outcome }) => outcome === "differs").length;
  const open = weighed.filter(({ outcome }) => outcome === "open").length;
  if (differing > 0) return html`<span class="differs">${differing} not as expected</span>`;
  if (open > 0) return html`<span class="open">${open} open</span>`;
  return weighed.every(({ finding }) => finding.expected === undefined)
    ? html`every claim holds`
    : html`all as expected`;
}
