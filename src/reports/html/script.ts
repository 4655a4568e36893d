/**
 * The script of every page: steps through attacks, narrows the matrix, unfolds everything before printing.
 *
 * Pages are whole without it. It reads attributes that the page's own templates wrote, sets classes and texts, and makes
 * no markup.
 */

/** The whole script; its hash stands in each page's policy. */
export const SCRIPT = `
"use strict";
for (const player of document.querySelectorAll(".player")) startPlayer(player);
for (const filter of document.querySelectorAll("form.filter")) startFilter(filter);
addEventListener("hashchange", openTarget);
openTarget();
addEventListener("beforeprint", () => {
  for (const fold of document.querySelectorAll("details")) fold.open = true;
});

function startPlayer(player) {
  const last = Number(player.dataset.last);
  const parts = [...player.querySelectorAll("[data-step]")];
  const status = player.querySelector("[role=status]");
  const button = (name) => player.querySelector("[data-go=" + name + "]");
  let now = -1;
  player.querySelector(".controls").hidden = false;
  const go = (to) => {
    now = Math.min(last, Math.max(-1, to));
    player.classList.toggle("playing", now >= 0);
    for (const part of parts) {
      const step = Number(part.dataset.step);
      part.classList.toggle("now", step === now);
      part.classList.toggle("later", step > now);
      if (part.matches(".narration li")) {
        if (step === now) part.setAttribute("aria-current", "step");
        else part.removeAttribute("aria-current");
      }
    }
    const told = player.querySelector(".narration li.now");
    status.textContent = now < 0 ? "All " + (last + 1) + " steps" : "Step " + (now + 1) + " of " + (last + 1) + ": " + told.textContent;
    button("first").disabled = button("back").disabled = now < 0;
    button("on").disabled = button("last").disabled = now === last;
  };
  const moves = { first: () => go(-1), back: () => go(now - 1), on: () => go(now + 1), last: () => go(last) };
  const keys = { ArrowLeft: "back", ArrowUp: "back", ArrowRight: "on", ArrowDown: "on", Home: "first", End: "last" };
  for (const name of Object.keys(moves)) button(name).addEventListener("click", moves[name]);
  player.querySelector(".stage").addEventListener("keydown", (event) => move(event));
  player.querySelector(".controls").addEventListener("keydown", (event) => move(event));
  function move(event) {
    const name = keys[event.key];
    if (name === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    moves[name]();
    if (name === "first" || name === "back" || name === "on" || name === "last") keepFocus(event.target);
  }
  function keepFocus(element) {
    if (element.disabled) player.querySelector(".stage").focus();
  }
  go(-1);
}

function startFilter(filter) {
  filter.hidden = false;
  const rows = [...document.querySelectorAll("#matrix tbody tr")];
  const status = filter.querySelector("[role=status]");
  const narrow = () => {
    const words = filter.elements.words.value.toLowerCase().split(" ").filter(Boolean);
    const verdict = filter.elements.verdict.value;
    const outcome = filter.elements.outcome.value;
    let shown = 0;
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      const fits = words.every((word) => text.includes(word)) &&
        (verdict === "" || row.dataset.verdicts.split(" ").includes(verdict)) &&
        (outcome === "" || row.dataset.outcomes.split(" ").includes(outcome));
      row.hidden = !fits;
      if (fits) shown++;
    }
    status.textContent = shown + " of " + rows.length + " claims shown";
  };
  filter.addEventListener("input", narrow);
  filter.addEventListener("submit", (event) => event.preventDefault());
  filter.addEventListener("reset", () => setTimeout(narrow));
  narrow();
}

function openTarget() {
  const target = location.hash.length > 1 && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  for (let fold = target && target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
}
`;
