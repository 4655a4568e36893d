/** The basis of derivations in BAN logic, to be read before any of them: assumptions, and messages as it reads them. */
import type { BanBasis, NamedFormula } from "../../core/verdict/verdict.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { typesetFormula } from "./typeset-formula.ts";

/** The section on what was derived from; none where nothing was derived. */
export function renderBanBasis(bases: readonly BanBasis[]): Markup | undefined {
  const [basis] = bases;
  if (basis === undefined) return undefined;
  const { profile, assumptions, messages } = basis;
  return html`<section aria-labelledby="ban">
<h2 id="ban">Assumptions of BAN logic</h2>
<p>Rules of the profile <code>${profile}</code>. A goal that is derived is as good as these assumptions: whether they
are so, the logic does not ask.</p>
<h3>Assumptions</h3>
${listFormulas(assumptions, "None.")}
<h3>Messages, as the logic reads them</h3>
${listFormulas(messages, "None.")}
</section>`;
}

function listFormulas(formulas: readonly NamedFormula[], none: string): Content {
  if (formulas.length === 0) return html`<p>${none}</p>`;
  return html`<dl class="facts formulas">${formulas.map(
    (formula) => html`<dt><code>${formula.id}</code></dt><dd>${typesetFormula(formula)}</dd>`,
  )}</dl>`;
}
