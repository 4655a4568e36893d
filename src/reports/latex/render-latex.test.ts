import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAssessment } from "../../core/verdict/example.ts";
import { HOSTILE, makeHostileAssessment } from "../example.ts";
import { escapeLatex } from "./escape-latex.ts";
import { renderLatex } from "./render-latex.ts";

/** Lists what LaTeX would still read as something else than letters, once all that we write ourselves is taken away. */
function listActive(escaped: string): readonly string[] {
  const rest = escaped
    .replace(
      /\\(textbackslash|textasciicircum|textasciitilde|textasciigrave|textquotesingle|textless|textgreater|textbar)\{\}/g,
      "",
    )
    .replace(/\\symbol\{34\}|\\[{}$&#%_]|\{[[\]*]\}|-\{\}/g, "");
  return rest.match(/[\\{}$&#%_^~`"'<>|[\]*\n]/g) ?? [];
}

function countGroups(text: string): number {
  const bare = text.replace(/\\[\\{}]/g, "");
  return (bare.match(/\{/g) ?? []).length - (bare.match(/\}/g) ?? []).length;
}

describe("renderLatex", () => {
  it("has a table for each protocol and a figure for each attack", () => {
    const text = renderLatex(makeAssessment());
    expect(text).toContain("    I & secret Ni & holds & unbounded \\\\\n");
    expect(text).toContain("    R & agree I on Ni & attack & 2 steps \\\\\n");
    expect(text.match(/\\begin\{figure\}/g)).toHaveLength(1);
    expect(text).toContain("\\caption{Attack on R secret Ni; R agree I on Ni.}");
    expect(text).toContain("\\item Agents know the genuine public keys of others.");
  });

  it("opens and closes every environment and group, whatever the names are", () => {
    for (const assessment of [makeAssessment(), makeHostileAssessment()]) {
      const text = renderLatex(assessment);
      const open: string[] = [];
      for (const [, word, name = ""] of text.matchAll(/(?<!\\)\\(begin|end)\{([a-z]+)\}/g)) {
        if (word === "begin") open.push(name);
        else expect(open.pop()).toBe(name);
      }
      expect(open).toEqual([]);
      const body = text.replace(/^%.*$/gm, "");
      expect(countGroups(body)).toBe(0);
    }
  });

  it("does not change with the time it took", () => {
    const assessment = makeAssessment();
    expect(renderLatex({ ...assessment, timings: { milliseconds: 99 } })).toBe(renderLatex(assessment));
  });
});

describe("escapeLatex", () => {
  it("leaves nothing that LaTeX would act on", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary-ascii" }), fc.constantFrom(...HOSTILE)), (text) => {
        expect(listActive(escapeLatex(text))).toEqual([]);
      }),
    );
  });
});
