/** The games of a protocol: for each its definition, what it rests on, and where the advantage of each adversary lies. */
import type { Finding } from "../../core/verdict/verdict.ts";
import { count, roundInterval } from "../../core/verdict/words.ts";
import type { GameGroup, Played } from "../outline/group-games.ts";
import { type Content, html, type Markup } from "./markup.ts";
import { plotIntervals } from "./plot-intervals.ts";
import { renderExpectation } from "./render-matrix.ts";

/** The section of all games; none where none was played. */
export function renderGames(
  groups: readonly GameGroup[],
  linkTo: (finding: Finding) => string,
  idOf: (group: GameGroup) => string,
): Markup | undefined {
  if (groups.length === 0) return undefined;
  const sections = groups.map((group) => renderGame(group, idOf(group), linkTo));
  return html`<section aria-labelledby="games"><h2 id="games">Games</h2>
<p>Each adversary played against the reference implementation. Its advantage lies in the interval with the confidence that
is given: 0 is what guessing gives, 1 is to win always. A bound is for that adversary alone; a better one may exist.</p>
${sections}</section>`;
}

function renderGame(group: GameGroup, id: string, linkTo: (finding: Finding) => string): Markup {
  const { game, definition, assumptions, notCovered, played } = group;
  const rows = played.map((one) => renderPlayed(one, linkTo));
  const title = `Advantages in ${game}: ${count(played.length, "adversary", "adversaries")}; the table tells the same.`;
  return html`<section id="${id}" aria-labelledby="${id}-title">
<h3 id="${id}-title">${game}</h3>
<p>${definition}</p>
${listSentences("Assumptions", assumptions)}
${listSentences("Not covered", notCovered)}
<div class="scroll" tabindex="0" role="group" aria-label="Plot of ${game}">${plotIntervals(
    played.map(({ plays }) => plays),
    title,
  )}</div>
<div class="scroll" tabindex="0" role="region" aria-label="Plays of ${game}"><table>
<caption>Advantages in ${game}</caption>
<thead><tr><th scope="col">Adversary</th><th scope="col">Result</th><th scope="col">Advantage</th><th scope="col">Plays won</th><th scope="col">Forfeited</th><th scope="col">Seed</th><th scope="col">Expectation</th></tr></thead>
<tbody>${rows}</tbody></table></div>
</section>`;
}

function renderPlayed({ weighed, plays: game }: Played, linkTo: (finding: Finding) => string): Content {
  const { adversary, advantage, confidence, plays, won, method, forfeits, seed, distinguished } = game;
  const [low, high] = roundInterval(advantage);
  const tone = distinguished ? "bad" : "good";
  const result = distinguished ? "advantage" : "none found";
  const lost = forfeits.map(({ rule, count: times, first }) => html`${rule}, ${times} (${first}) `);
  return html`<tr><th scope="row"><a href="#${linkTo(weighed.finding)}">${adversary}</a></th><td><span class="verdict ${tone}"><span aria-hidden="true">${distinguished ? "✗" : "~"}</span> ${result}</span></td><td>${low} to ${high} at ${Number((confidence * 100).toFixed(4))} %</td><td>${won} of ${plays}, ${method}</td><td>${lost.length === 0 ? "none" : lost}</td><td><code>${seed}</code></td><td>${renderExpectation(weighed)}</td></tr>
`;
}

function listSentences(title: string, sentences: readonly string[]): Content {
  if (sentences.length === 0) return undefined;
  return html`<p class="soft">${title}:</p><ul>${sentences.map((sentence) => html`<li>${sentence}</li>`)}</ul>`;
}
