import { describe, expect, it } from "vitest";
import { findDisagreements } from "../findings/disagreement.ts";
import { tellJudges } from "../findings/tell-judges.ts";
import { makeAssessment, makeFinding } from "../core/verdict/example.ts";
import { ENGINES } from "../findings/engines.ts";
import type { Assessment, Finding, Verdict } from "../core/verdict/verdict.ts";
import { parseAssessment } from "../repository/read-assessment.ts";
import { digest } from "./example.ts";
import { renderHtml } from "./html/render-html.ts";
import { renderJson } from "./json/render-json.ts";
import { renderMarkdown } from "./markdown/render-markdown.ts";
import { renderText } from "./text/render-text.ts";

const TOLD = { colour: "none", attacks: "told" } as const;
const holds = makeFinding().verdict as Extract<Verdict, { is: "holds" }>;
const attack: Verdict = {
  is: "attack",
  minimised: true,
  approximations: [],
  assumptions: [],
  trace: {
    steps: [{ run: 0, role: "I", agent: "Alice", kind: "claim", label: "I1", term: "Ni" }],
    narration: ["Alice tells"],
  },
};
const shown: Verdict = {
  is: "inconclusive",
  why: "not-replayed",
  reached: { runs: 0 },
  notes: ["it cannot take place"],
  evidence: ["run 0 of I in example: I = Alice", "  run 0 send M1: \u001bx"],
};

/** One claim, judged by both engines. */
function judge(native: Verdict, scyther: Verdict, expected?: NonNullable<Finding["expected"]>): Assessment {
  const told = expected === undefined ? {} : { expected };
  const findings = [
    makeFinding({ verdict: native, ...(expected && { expected: { ...expected, met: true } }) }),
    makeFinding({ verdict: scyther, engine: "scyther", ...told }),
  ];
  return { ...makeAssessment(findings), disagreements: findDisagreements(findings), judgements: tellJudges(findings) };
}

describe("reports on two engines", () => {
  it("say who found what", () => {
    const assessment = judge(holds, { ...holds, scope: { runs: 5 } });
    expect(renderText(assessment, TOLD)).toMatch(/unbounded\n.*up to 5 runs, by Scyther\n/);
    expect(renderMarkdown(assessment)).toContain("| up to 5 runs, by Scyther |");
  });

  it("say in one sentence who judged a claim, and who was not asked", () => {
    const expected = "Assay: proved; Scyther: no attack in 5 runs; ProVerif, Tamarin: not asked";
    const assessment = judge(holds, { ...holds, scope: { runs: 5 } });
    expect(assessment.judgements).toEqual([
      expect.objectContaining({ role: "I", claim: "Secret", on: "Ni", sentence: expected }),
    ]);
    expect(renderMarkdown(assessment).replaceAll("\\:", ":")).toContain(`| \`I\` | \`secret Ni\` | ${expected} |`);
    const pages = renderHtml(assessment, digest).map(({ text }) => text);
    expect(pages.join("\n")).toContain(`<dt>judged by</dt><dd>${expected}</dd>`);
    expect(() => parseAssessment("a.json", renderJson(assessment))).not.toThrow();
  });

  it.each<[string, readonly (readonly [Finding["engine"], Verdict])[]]>([
    ["Assay, Scyther, ProVerif, Tamarin: proved", ENGINES.map((engine) => [engine, holds])],
    [
      "Assay, ProVerif: attack; Scyther: an attack that does not replay; Tamarin: timed out",
      [
        ["native", attack],
        ["scyther", shown],
        ["proverif", attack],
        ["tamarin", { is: "inconclusive", why: "timeout", reached: { runs: 0 } }],
      ],
    ],
    [
      "Assay: never reached; Scyther: no answer; ProVerif: undecided; Tamarin: not asked",
      [
        ["native", { is: "vacuous", blocked: "claim" }],
        ["scyther", { is: "inconclusive", why: "no-answer", reached: { runs: 0 } }],
        ["proverif", { is: "inconclusive", why: "incomplete", reached: { runs: 0 } }],
        ["tamarin", { is: "inconclusive", why: "unsupported", reached: { runs: 0 } }],
      ],
    ],
  ])("say: %s", (sentence, said) => {
    const findings = said.map(([engine, verdict]) => makeFinding({ engine, verdict }));
    expect(tellJudges(findings).map((one) => one.sentence)).toEqual([sentence]);
  });

  it("say nothing of who judged where one engine did", () => {
    expect(tellJudges([makeFinding(), makeFinding({ role: "R", label: "R1" })])).toEqual([]);
  });

  it("compare what is expected with what settles the claim", () => {
    const expected = { verdict: "holds", scope: "unbounded", why: "Only R opens M1.", met: false } as const;
    const assessment = judge(holds, { ...holds, scope: { runs: 5 } }, expected);
    for (const text of [renderText(assessment, TOLD), renderMarkdown(assessment)]) {
      expect(text.toLowerCase()).not.toContain("not expected");
      expect(text.match(/Only R opens M1/g)).toHaveLength(1);
    }
  });

  it("tell an attack that both find once", () => {
    const assessment = judge(attack, attack);
    expect(renderText(assessment, TOLD).match(/Alice tells/g)).toHaveLength(1);
    expect(renderMarkdown(assessment).match(/Alice tells/g)).toHaveLength(1);
  });

  it("show what was not confirmed, and who contradicts whom", () => {
    const assessment = judge(holds, shown);
    const text = renderText(assessment, TOLD);
    expect(text).toContain("the engine shows what cannot be executed: it cannot take place");
    expect(text).toContain("Not confirmed, from scyther, on I secret Ni (I1):\n    run 0 of I");
    expect(text).not.toContain("\u001b");
    expect(text).toContain("The engines contradict each other:\n  example: I secret Ni (I1): native says holds");
    const markdown = renderMarkdown(assessment);
    expect(markdown).toContain("### Not confirmed, from scyther");
    expect(markdown).toContain("## Disagreements of the engines");
  });

  it("tell what only the model for Scyther leaves out apart", () => {
    const own = ["Expiry is not modelled."];
    const assessment = judge(
      { ...holds, approximations: own },
      { ...holds, approximations: [...own, "HA takes X only in one form."] },
    );
    expect(renderText(assessment, TOLD)).toMatch(
      /Not modelled:\n {2}- Expiry is not modelled\.\n\n {2}Not modelled for Scyther:\n {2}- HA takes X/,
    );
    expect(renderMarkdown(assessment)).toContain("Not modelled for Scyther:");
  });
});
