/**
 * Twelve analyses as papers have them, written for this corpus: for each goal what such a paper concludes, what the logic
 * says, and the step that makes the difference, recorded by hand and compared with what is found.
 */
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { derive, verify } from "../api.ts";
import { analyse } from "../lenses/ban/analyse.ts";
import { judgeCorpus } from "../lenses/ban/corpus/judge-corpus.ts";
import { listAnalyses } from "../lenses/ban/corpus/list-analyses.ts";
import { loadCorpus } from "../lenses/ban/read/read-corpus.ts";

const corpus = loadCorpus(fileURLToPath(new URL("../lenses/ban/corpus/papers.json", import.meta.url)), "required");
const outcomes = [...judgeCorpus(corpus)];
const marksOf = (protocol: string, goal: string): readonly string[] => {
  const found = listAnalyses(corpus).find((one) => one.protocol === protocol);
  const outcome = found && analyse(found.analysis).goals.find(({ id }) => id === goal)?.outcome;
  return outcome?.is === "derived" ? outcome.marks.map(({ kind }) => kind) : [];
};

describe("twelve analyses in the style of papers", () => {
  it("are as recorded: each goal, and for each that a paper derives and the logic does not, the step", () => {
    expect(corpus.protocols.length).toBe(12);
    expect(outcomes.filter(({ derived, expected }) => derived !== expected)).toEqual([]);
    for (const { group, goal, paper } of outcomes) {
      const sort = (sets: readonly (readonly string[])[] = []) => sets.map((set) => [...set].sort()).sort();
      expect([group, goal, sort(paper?.found)]).toEqual([group, goal, sort(paper?.smuggles)]);
    }
  });

  it("say who is right as the verdicts do", () => {
    for (const { group, goal, derived, paper } of outcomes) {
      const marks = marksOf(group.split("/")[0] ?? "", goal);
      // A derivation in doubt is not what the paper takes it for.
      const isDoubtful = marks.some((kind) => ["hollow", "group-key", "foreign-freshness"].includes(kind));
      const right = paper?.concludes === derived && !isDoubtful ? "both" : "assay";
      expect([group, goal, right]).toEqual([group, goal, paper?.right]);
    }
  });

  it("use every family of steps that papers take", () => {
    expect(new Set(outcomes.flatMap(({ paper }) => paper?.smuggles.flat() ?? [])).size).toBe(6);
  });
});

describe("gateway-pairing, as a whole protocol", () => {
  it("stands side by side: what BAN logic says, and what the verifier says", async () => {
    const { findings, errors } = await derive("gateway-pairing");
    expect(errors).toEqual([]);
    const ban = findings.filter(({ lens }) => lens === "ban");
    expect(ban.map(({ label, verdict }) => `${label} ${verdict.is}`)).toEqual([
      "g1 derived",
      "g2 underivable",
      "g3 derived",
    ]);
    const notes = ban.flatMap(({ verdict }) => ("notes" in verdict ? verdict.notes : [])).join("\n");
    expect(notes).toContain("it follows only with the session-key rule, which is not a rule of BAN: from n1 and S4");
    const symbolic = await verify("gateway-pairing");
    expect(symbolic.findings.map(({ role, claim, verdict }) => `${role} ${claim} ${verdict.is}`)).toEqual([
      ...["D Secret attack", "D Secret attack", "D Alive holds", "D Weakagree holds", "D Reachable holds"],
      ...["G Secret attack", "G Secret attack", "G Alive attack", "G Weakagree attack", "G Reachable holds"],
    ]);
    expect(symbolic.findings.every(({ expected }) => expected?.met === true)).toBe(true);
  });
});
