/** What verdicts rest on, to be read before any of them: bounds, assumptions, what models leave out, what words mean. */
import { collectApproximations, collectSentences } from "../../core/verdict/summary.ts";
import type { Assessment, Finding, Subject } from "../../core/verdict/verdict.ts";
import { count } from "../../core/verdict/words.ts";
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
${left.scyther.length === 0 ? undefined : html`<h3>Not modelled for Scyther</h3>${listSentences(left.scyther, "")}`}
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
    html`<li>Searched with ${bounds.join(", or ")}; what ends before its bound is judged for any number of runs, and says so.</li>`,
  ];
  if (options !== undefined) {
    const { maxStates, match, claims, injective, engine, ban, plays, only } = options;
    items.push(html`<li>At most ${maxStates.toLocaleString("en")} states for each claim.</li>`);
    items.push(html`<li>Judged by ${nameEngines(engine)}.</li>`);
    if (match !== undefined)
      items.push(html`<li>Matching ${match}: ${["typed", "basic type flaws", "untyped"][match]}.</li>`);
    if (claims === "standard")
      items.push(html`<li>The standard claims were judged in place of the protocol's own.</li>`);
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
  return html`<h3>How far was searched</h3><ul>${items}</ul>`;
}

function nameEngines(engine: string): string {
  switch (engine) {
    case "native":
      return "Assay's own verifier";
    case "scyther":
      return "the installed Scyther, whose attacks are executed again before they count";
    case "proverif":
      return "the installed ProVerif, whose attacks are executed again before they count";
    case "both":
      return "Assay's own verifier and the installed Scyther, each on its own";
    case "all":
      return "Assay's own verifier, the installed Scyther and the installed ProVerif, each on its own";
    default:
      return `${engine.split(",").join(", ")}, each on its own`;
  }
}

/** The words that occur, each with what it means; a word of a lens that is not known here speaks for itself. */
const WORDS: ReadonlyMap<string, string> = new Map([
  [
    "holds",
    "no run of the protocol, whatever the intruder does, violates the claim, for any number of runs or up to the number that is given",
  ],
  ["attack", "the steps shown violate the claim; they were executed again before they were written down"],
  ["vacuous", "the claim can never be reached, so it says nothing"],
  ["inconclusive", "nothing was found out: neither an attack nor its absence"],
  ["derived", "BAN logic has an argument for the goal, as good as its assumptions; it is no proof of security"],
  [
    "estimated",
    "an adversary played a game so many times; its advantage lies in the interval with the confidence, and nothing is said of others",
  ],
  [
    "searched",
    "the network adversary played so many sequences of actions against the implementation; what they did not break, others may",
  ],
  ["underivable", "BAN logic has no argument for the goal from these assumptions; it is no attack"],
]);

function renderLegend(findings: readonly Finding[]): Markup {
  const used = [...new Set(findings.map(({ verdict }) => verdict.is as string))];
  const items = used.flatMap((word) => {
    const meaning = WORDS.get(word);
    return meaning === undefined ? [] : [html`<dt>${word}</dt><dd>${meaning}.</dd>`];
  });
  return items.length === 0 ? html`` : html`<h3>Glossary</h3><dl class="facts">${items}</dl>`;
}

function listSentences(sentences: readonly string[], none: string): Markup {
  return sentences.length === 0
    ? html`<p>${none}</p>`
    : html`<ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}
