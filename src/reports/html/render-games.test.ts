import { describe, expect, it } from "vitest";
import { makeAssessment } from "../../core/verdict/example.ts";
import { isExpected } from "../../findings/agreement.ts";
import type { Finding } from "../../core/verdict/verdict.ts";
import { digest, makeMeasured, makePlayed, makeSearched } from "../example.ts";
import { renderLatex } from "../latex/render-latex.ts";
import { renderMarkdown } from "../markdown/render-markdown.ts";
import { renderSarif } from "../sarif/render-sarif.ts";
import { renderHtml } from "./render-html.ts";
import { typesetFormula } from "./typeset-formula.ts";

const assessment = {
  ...makeAssessment([makePlayed("coin <flip>", false), makePlayed("divider", true)]),
  ...makeMeasured(),
};
const [index = "", page = ""] = renderHtml(assessment, digest).map(({ text }) => text);

describe("games in reports", () => {
  it("are told once each, with an interval, plays, seed and definition for every adversary", () => {
    expect(page.match(/<section id="game-/g)).toHaveLength(1);
    expect(page.match(/<g class="interval (good|bad)">/g)).toEqual([
      '<g class="interval good">',
      '<g class="interval bad">',
    ]);
    expect(page).toContain("0 to 0.405, won 24 of 50");
    expect(page).toContain("0.798 to 1, won 50 of 50");
    expect(page).toContain("coin &#60;flip&#62;");
    for (const text of [page, renderMarkdown(assessment)]) {
      for (const part of ["A game that tests play", "A clock", "audit"]) expect(text).toContain(part);
    }
  });

  it("are results with their numbers where an adversary has an advantage, and none where not", () => {
    const { runs } = JSON.parse(renderSarif(assessment, digest)) as {
      runs: { results: { ruleId: string; properties: object }[] }[];
    };
    expect(runs[0]?.results.map(({ ruleId }) => ruleId)).toEqual(["games/telling"]);
    expect(runs[0]?.results[0]?.properties).toMatchObject({ won: 50, plays: 50, seed: "audit", adversary: "divider" });
  });
});

describe("network searches in reports", () => {
  const searched = makeAssessment([makeSearched("A takes-nothing <twice>")]);

  it("are told with every attack, what stood, what is not covered, and what contradicts the expectations", () => {
    const html = renderHtml(searched, digest)[1]?.text ?? "";
    expect(html).toContain("<summary>A takes-nothing &#60;twice&#62;</summary>");
    expect(html).toContain("Broken, and expected to hold: A takes-nothing &#60;twice&#62;");
    for (const text of [html, renderMarkdown(searched), renderLatex(searched)]) {
      expect(text).toContain("A third agent");
      expect(text).toMatch(/1 of 2 goals broken in 50 sequences/);
    }
    expect(html).toContain("the intruder makes M1 from A to B: accepted");
    expect(html).toContain("B Alive A");
  });

  it("are results where a goal was broken, and none where nothing was", () => {
    const results = (finding: Finding) =>
      (JSON.parse(renderSarif(makeAssessment([finding]), digest)) as { runs: { results: { properties: object }[] }[] })
        .runs[0]?.results ?? [];
    expect(results(makeSearched("x"))[0]?.properties).toMatchObject({ sequences: 50, broken: ["x"] });
    expect(results(makeSearched(undefined))).toEqual([]);
    expect(isExpected(makeSearched("x"))).toBe(false);
    expect(isExpected(makeSearched(undefined))).toBe(true);
  });
});

describe("overheads in reports", () => {
  it("stand on the index with tables and plots, and without a time", () => {
    expect(index).toContain('<h2 id="overheads">');
    expect(index.match(/<svg class="plot"/g)).toHaveLength(3);
    expect(index).toContain("384, or 672");
    const timed = { ...assessment, timings: { overheads: { backends: [1] } } };
    expect(renderHtml(timed, digest)[0]?.text).toBe(index);
  });
});

describe("formulas", () => {
  it("of assumptions stand before the verdicts, as MathML without a style", () => {
    expect(page.indexOf('id="ban"')).toBeGreaterThan(0);
    expect(page.indexOf('id="ban"')).toBeLessThan(page.indexOf('id="verdicts"'));
    expect(page).toContain("<math><mrow><mi>A</mi>");
    expect(page).not.toMatch(/<math[^>]* style=|<m[a-z]+[^>]* style=/);
  });

  it.each(["\\href{https://example.invalid}{x}", "\\color{red}x", "\\def\\x{\\x\\x}\\x", "\\frac{", "\\class{a}{x}"])(
    "are shown as typed where the library would make anything else of them: %s",
    (tex) => {
      expect(typesetFormula({ formula: "A bel <X>", tex }).markup).toBe(
        '<code class="formula">A bel &#60;X&#62;</code>',
      );
    },
  );
});
