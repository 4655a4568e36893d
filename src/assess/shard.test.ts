import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeAssessment, makeFinding } from "../core/verdict/example.ts";
import type { Assessment } from "../core/verdict/verdict.ts";
import { chooseShard, mergeAssessments } from "./shard.ts";

describe("chooseShard", () => {
  it("puts every item in one part, in order, and parts of about equal length", () => {
    fc.assert(
      fc.property(fc.array(fc.integer(), { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (items, of) => {
        const parts = Array.from({ length: of }, (_, i) => chooseShard(items, { index: i + 1, of }));
        expect(parts.flat()).toEqual(items);
        const lengths = parts.map(({ length }) => length);
        expect(Math.max(...lengths) - Math.min(...lengths)).toBeLessThanOrEqual(1);
      }),
    );
  });
});

describe("mergeAssessments", () => {
  const part = (index: number, of: number, changes: Partial<Assessment> = {}) => ({
    path: `${index}.json`,
    assessment: { ...makeAssessment([makeFinding({ label: `I${index}` })]), shard: { index, of }, ...changes },
  });

  it("gives the whole, whatever the order of the parts", () => {
    const { shard: _, ...whole } = part(1, 1).assessment;
    const merged = mergeAssessments([part(3, 3), part(1, 3), part(2, 3)]);
    expect(merged.findings.map(({ label }) => label)).toEqual(["I1", "I2", "I3"]);
    expect(merged.shard).toBeUndefined();
    expect(mergeAssessments([part(1, 1)])).toEqual({
      ...whole,
      timings: { shards: [whole.timings], origins: { "the part 1/1": { symbolic: 1 } } },
    });
  });

  it.each([
    ["nothing", [], "No parts to merge."],
    ["a whole", [{ path: "w.json", assessment: makeAssessment() }], "w.json is not a part"],
    ["a part that is missing", [part(1, 3), part(3, 3)], "The part 2/3 is missing."],
    ["a last part that is missing", [part(1, 3), part(2, 3)], "The part 3/3 is missing."],
    ["a part twice", [part(1, 2), part(1, 2), part(2, 2)], "The part 1/2 is given twice."],
    ["parts of different wholes", [part(1, 2), part(2, 3)], "2.json is no part of 2."],
    [
      "another version",
      [part(1, 2), part(2, 2, { tool: { name: "assay", version: "9" } })],
      "2.json was made by another version than 1.json.",
    ],
    [
      "another build",
      [part(1, 2), part(2, 2, { tool: { ...makeAssessment().tool, build: `sha256:${"0".repeat(64)}` } })],
      "2.json was made by another build than 1.json.",
    ],
    [
      "other sources",
      [part(1, 2), part(2, 2, { shard: { index: 2, of: 2, sources: `sha256:${"0".repeat(64)}` } })],
      "2.json was made of other sources than 1.json.",
    ],
    [
      "other options",
      [part(1, 2), part(2, 2, { options: { engine: "both", maxRuns: 1, maxStates: 1, claims: "own", only: [] } })],
      "2.json was made with other options than 1.json.",
    ],
  ])("says what is wrong with %s", (_, parts, said) => {
    expect(() => mergeAssessments(parts)).toThrow(said);
  });
});
