/** Numbered statements: they are the proof's, they name what they are from, and no format lets a name do anything. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { makeFolder } from "../../../../assess/example.ts";
import { type Analysis, analyse } from "../../analyse.ts";
import { listAnalyses } from "../../corpus/list-analyses.ts";
import { readAscii } from "../../formula/read-ascii.ts";
import { readSexpr } from "../../formula/read-sexpr.ts";
import type { BanSymbol } from "../../formula/sorts.ts";
import { loadCorpus } from "../../read/read-corpus.ts";
import { BAN } from "../../profile.ts";
import { linearise } from "./linear-proof.ts";
import { LINEAR_FORMATS, renderLinear } from "./render-linear.ts";

const corpus = loadCorpus(fileURLToPath(new URL("../../read/ban-corpus.json", import.meta.url)), "optional");
const ANALYSES = listAnalyses(corpus).map(({ analysis }) => ({ analysis, result: analyse(analysis) }));

const SYMBOLS = new Map<string, BanSymbol>([
  ["A", { sort: "principal" }],
  ["B", { sort: "principal" }],
  ["K", { sort: "key", kind: "shared" }],
  ["N", { sort: "nonce", origin: "A" }],
]);

function analyseText(assumptions: Record<string, string>, message: string, goal: string) {
  const read = (text: string) => readAscii(text).formula;
  const analysis: Analysis = {
    name: "p",
    symbols: SYMBOLS,
    profile: BAN,
    assumptions: Object.entries(assumptions).map(([id, text]) => ({ id, formula: read(text) })),
    messages: [{ id: "M1", from: "B", to: "A", formula: read(message) }],
    sent: [
      { id: "M1", from: "B", to: "A", concrete: "{N}K" },
      { id: "M2", from: "A", to: "B", concrete: "N" },
    ],
    goals: [{ id: "g", formula: read(goal) }],
  };
  return { analysis, result: analyse(analysis) };
}

const SMALL = analyseText({ k1: "A bel B <-K-> A", f1: "A bel #(N)" }, "{N}K from B", "A bel B bel N");

describe("numbered statements", () => {
  it("print a proof as papers do, by hand", () => {
    const text = renderLinear([SMALL], "text", "ban");
    const lines = text.split("\n").map((line) => line.trim().replace(/ {2,}/g, "  "));
    expect(lines.filter((line) => /^S\d/.test(line))).toEqual([
      "S1:  A sees {N}K from B  message M1",
      "S2:  A bel B said N  from k1 and S1, by message meaning, shared key",
      "S3:  A bel B bel N  from f1 and S2, by nonce verification",
    ]);
    // Sent beside idealised, and what idealises to nothing too.
    expect(lines).toContain("M1  B  A  {N}K  {N}K from B");
    expect(lines).toContain("M2  A  B  N  nothing: all in clear");
    expect(lines.some((line) => line.startsWith("nonce verification  P bel #(X); P bel Q said X  P bel Q bel X"))).toBe(
      true,
    );
  });

  it("are the steps of the proof that is checked, each from what is before it", () => {
    let derived = 0;
    for (const { result } of ANALYSES) {
      for (const { outcome } of result.goals) {
        if (outcome.is !== "derived") continue;
        derived += 1;
        const { steps, assumptions } = linearise(outcome.proof);
        const inferred = outcome.proof.steps.filter(({ rule }) => rule !== "assume");
        expect(steps.map(({ formula }) => formula.id)).toEqual(
          inferred.map(({ conclusion }) => readSexpr(conclusion).formula.id),
        );
        const known = new Set(assumptions.map(({ id }) => id));
        for (const { label, by } of steps) {
          for (const name of by.is === "rule" ? by.from : []) expect(known).toContain(name);
          known.add(label);
        }
      }
    }
    expect(derived).toBeGreaterThan(100);
  });

  it("refer within the page: every reference of HTML and LaTeX has its one target", () => {
    const html = renderLinear(ANALYSES, "html", "ban");
    const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [, id] of html.matchAll(/href="#([^"]+)"/g)) expect(ids).toContain(id);
    const latex = renderLinear(ANALYSES, "latex", "ban");
    const labels = [...latex.matchAll(/\\label\{([^}]+)\}/g)].map(([, label]) => label);
    expect(new Set(labels).size).toBe(labels.length);
    for (const [, label] of latex.matchAll(/\\ref\{([^}]+)\}/g)) expect(labels).toContain(label);
    // Nothing that a paper may have defined.
    expect(latex).not.toMatch(/\\(newcommand|def|documentclass|believes|sees|said|enc)\b/);
  });

  it("let no name of a corpus do anything", () => {
    const evil = `x<b>\\input{y}$|\`#`;
    const { analysis } = analyseText({ [evil]: "A bel B <-K-> A", f1: "A bel #(N)" }, "{N}K from B", "A bel B bel N");
    const renamed = { ...analysis, name: evil, goals: analysis.goals.map((goal) => ({ ...goal, id: evil })) };
    for (const format of LINEAR_FORMATS) {
      const text = renderLinear([{ analysis: renamed, result: analyse(renamed) }], format, "ban");
      if (format === "html") expect(text).not.toContain("<b>");
      if (format === "latex") expect(text).not.toContain("\\input");
      if (format === "markdown") expect(text).not.toMatch(/(?<!\\)<b>/);
      expect(text.length).toBeGreaterThan(500);
    }
  });

  const hasTex = spawnSync("pdflatex", ["--version"]).status === 0;
  it(hasTex ? "are compiled by pdflatex as fragments of one paper" : "are not compiled: pdflatex is not found", () => {
    if (!hasTex) {
      expect(hasTex).toBe(false);
      return;
    }
    const some = ANALYSES.filter((_, i) => i % 6 === 0);
    const fragments = some.map((one, i) => renderLinear([one], "latex", `p${i}`));
    const text = `\\documentclass{article}\n\\usepackage{amsmath,amssymb}\n\\begin{document}\n${fragments.join("\n")}\n\\end{document}\n`;
    const folder = makeFolder({});
    writeFileSync(join(folder, "paper.tex"), text);
    const run = () =>
      spawnSync("pdflatex", ["-interaction=nonstopmode", "-halt-on-error", "paper.tex"], {
        cwd: folder,
        encoding: "utf8",
      });
    expect(run().status).toBe(0);
    expect(run().stdout).not.toMatch(/multiply.defined|undefined references/i);
  });
});
